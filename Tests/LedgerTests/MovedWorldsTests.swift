import Ledger
import Postgres
import TestCluster
import Rules
import TestPlaces
import TestTurns
import Testing
import Vocabulary

/// Random worlds that move to another database half-way: in the end people see what they would have seen without.
@Suite(.serialized, .waiting) struct MovedWorldsTests {
    private static let seeds = 6
    /// From here on its runs are counted.
    private static let strangersRuns: Int64 = 1000
    private static let stranger = ChannelAccount(channel: .wechatpay, account: "Z1")

    /// Of what is open, a part is acknowledged, resolved, noted or assigned; always the same.
    private static func decide(_ remainder: Int) -> String {
        """
        SELECT CASE n % 4 WHEN \(remainder) THEN (recon.acknowledge(discrepancy_id, 'seen')).note
                          WHEN \((remainder + 1) % 4) THEN (recon.resolve(discrepancy_id, 'accepted', 'agreed')).note
                          WHEN \((remainder + 2) % 4) THEN (SELECT max(said) FROM recon.note(discrepancy_id, 'noted'))
                          ELSE (SELECT max(assigned_to) FROM recon.assign(discrepancy_id, 'wang')) END
        FROM (SELECT discrepancy_id, row_number() OVER (ORDER BY channel, account, entry_type, payment_no, refund_no, code,
                     channel_trade_no, channel_refund_no, details::text) AS n
              FROM recon.discrepancies WHERE status = 'open' OFFSET 0) d ORDER BY n
        """
    }

    @Test func aWorldThatMovedEndsLikeOneThatNeverDid() throws {
        for seed in 1...Self.seeds { try Self.run(UInt64(7000 + seed)) }
    }

    private static func run(_ seed: UInt64) throws {
        var world = RandomWorld(seed: seed)
        let script = world.makeScript()
        let pairs: (Int64) -> PlainPairs = { _ in seed % 3 == 2 ? .counted : .kept }
        let half = script.steps.count / 2
        let closed = seed % 2 == 0 ? world.days[world.days.count / 3] : nil
        let numbers = numbers(of: script)
        let stayed = try RandomBenches.with(script.rules, pairs: pairs) { bench in
            try play(script.steps[..<half], closed, nil, bench)
            try close(closed, bench)
            try gather(Connection(bench.conninfo, name: "tests"))
            try play(script.steps[half...], closed, closed, bench)
            return try PeoplesView.rows(bench.conninfo, numbers: numbers)
        }
        let moved = try RandomBenches.with(script.rules, pairs: pairs) { there in
            try play(script.steps[..<half], closed, nil, there)
            try close(closed, there)
            // The stranger's are kept: where pairs are counted, explain says of which days.
            return try RandomBenches.with(script.rules, pairs: { $0 > strangersRuns ? .kept : pairs($0) }) { here in
                try beginElsewhere(world, here)
                try move(there, here, world, seed)
                try play([.shop(records(script.steps[..<half]))] + script.steps[half...], closed, closed, here)
                return try PeoplesView.rows(here.conninfo, without: stranger.account, numbers: numbers)
            }
        }
        #expect(stayed.count > 50)
        #expect(RandomSnapshot.changes(stayed, moved) == [], "seed \(seed)")
    }

    private static func play(
        _ steps: some Sequence<RandomScript.Step>, _ closing: BusinessDay?, _ closed: BusinessDay?, _ bench: RandomBench
    ) throws {
        for step in steps {
            switch step {
            case .shop(let records): try bench.setShop(records)
            case .run(let day, let bill) where closed.map({ day.day > $0 }) ?? true: _ = try bench.run(day, bill)
            case .run: break
            }
        }
        _ = try bench.rows(decide(closed == nil ? 0 : 1))
    }

    /// As recon.close_period does, for days that may lie in the future.
    private static func close(_ day: BusinessDay?, _ bench: RandomBench) throws {
        guard let day else { return }
        try bench.execute("INSERT INTO ledger.period (closed_through, closed_by) VALUES ('\(day)', 'tests')")
    }

    private static func records(_ steps: some Sequence<RandomScript.Step>) -> [RandomRecord] {
        steps.reduce(into: []) { records, step in if case .shop(let now) = step { records = now } }
    }

    /// The other database has a history of its own, under the same numbers.
    private static func beginElsewhere(_ world: RandomWorld, _ bench: RandomBench) throws {
        let day = world.days[world.days.count - 1].advanced(by: 40)
        let noon = day.startEpochSeconds + 43_200
        let key = RandomKey(type: .payment, payment: "Z-1", refund: "")
        try bench.setShop([RandomRecord(key: key, account: stranger, fen: 100, state: "paid", at: noon)])
        let bill = RandomBill(rows: [RandomRow(payment: "Z-1", tradeNo: "tZ-1", fen: 100, settledFen: 100, at: noon)])
        bench.runs = strangersRuns
        for _ in 0..<3 { #expect(try bench.run(AccountDay(account: stranger, day: day), bill) == .balanced) }
    }

    private static func move(_ there: RandomBench, _ here: RandomBench, _ world: RandomWorld, _ seed: UInt64) throws {
        let place = try TemporaryDirectory()
        let from = try Connection(there.conninfo, name: "tests")
        let to = try Connection(here.conninfo, name: "tests")
        let periods = try from.rows("SELECT closed_through FROM ledger.period")
        for day in periods {
            try to.execute("INSERT INTO ledger.period (closed_through, closed_by) VALUES ('\(day)', 'tests')")
        }
        here.takeArchive(of: there)
        for account in world.rules.keys.sorted() {
            let known = try from.rows(
                "SELECT FROM ledger.account WHERE channel = '\(account.channel.rawValue)' AND account = '\(account.account)'"
            )
            guard !known.isEmpty else { continue }
            let file = "\(place.path)/\(account.account).account"
            let exported = try exportAccount(account, to: file, from)
            let imported = try importAccount(from: file, to)
            #expect(imported.rowCount == exported.rowCount && imported.sha256 == exported.sha256, "seed \(seed)")
        }
        try gather(to)
    }

    /// What was open once is forgotten where everything is noted anew.
    private static func gather(_ connection: borrowing Connection) throws {
        try NumberIndex(memoryBytesMax: 0).catchUp(waitingMax: 0, connection)
    }

    private static func numbers(of script: RandomScript) -> [String] {
        let rows = script.end.bills.values.flatMap(\.rows)
        return Set(rows.flatMap { [$0.payment, $0.refund, $0.tradeNo, $0.refundNo] }).subtracting([""]).sorted()
    }
}
