import Ledger
import Rules
import Postgres
import SecondMatcher
import Simulation
import TestTurns
import Testing
import Vocabulary

/// Whole days on many seeds, through real files: what was put in is found, nothing else is, in whatever order.
@Suite(.serialized, .waiting) struct SeedTests {
    static let seeds: [UInt64] = Array(1...20)
    static let firstDay = BusinessDay("2026-11-18") ?? BusinessDay(number: 0)

    static func world(_ seed: UInt64, _ plan: FaultPlan = .full, days: Int = 3) throws -> World {
        var accounts = SimulatedAccount.standard
        // Odd seeds: the second account's bill comes as a SUCCESS and a REFUND file; even ones: in the legacy form.
        if seed % 2 == 1 { accounts[1] = .weChatPay(accounts[1].id.account, form: .successAndRefund) }
        return try World(
            seed: seed, days: firstDay...firstDay.advanced(by: days - 1), accounts: accounts, paymentsPerDay: 25,
            faults: plan)
    }

    /// A permutation that the seed chooses.
    static func order(_ world: World, _ seed: UInt64) -> [World.AccountDay] {
        var random = SeededRandom(seed, 77)
        var days = world.accountDays
        for index in days.indices.reversed() { days.swapAt(index, random.below(index + 1)) }
        return days
    }

    @Test func everySeedHoldsEveryCase() throws {
        var text = "outcome, entry type, channel, other half: cases in the fewest of \(Self.seeds.count) seeds\n"
        var fewest: [CaseCell: Int] = [:]
        for seed in Self.seeds {
            let filled = try Self.world(seed).filledCells()
            for (cell, impossible) in CaseCell.table() where impossible == nil {
                fewest[cell] = min(fewest[cell] ?? .max, filled[cell] ?? 0)
            }
        }
        for (cell, impossible) in CaseCell.table() {
            text += "  \(cell): \(impossible.map { "cannot occur: \($0)" } ?? String(fewest[cell] ?? 0))\n"
        }
        print(text)
        #expect(fewest.count > 100)
        #expect(fewest.filter { $0.value == 0 }.map(\.key.description).sorted() == [])
    }

    @Test(arguments: seeds) func everyInjectedFaultIsFoundAndNothingElse(seed: UInt64) throws {
        let world = try Self.world(seed)
        let bench = try WorldBench("seed_\(seed)", world)
        for accountDay in Self.order(world, seed) { try bench.run(accountDay) }
        #expect(bench.state.concluded == Set(world.accountDays))
        try expectTruth(bench)
        try expectSecondMatcherAgrees(bench)

        let before = try bench.everything()
        for accountDay in Self.order(world, seed &+ 1) { try bench.run(accountDay) }
        #expect(try bench.everything() == before, "a repeated run changed a row")
    }

    @Test func everyOrderOfTheDaysEndsTheSame() throws {
        let world = try Self.world(31)
        let days = world.dayList
        var ends: [[String]] = []
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let bench = try WorldBench("order_\(order.map(String.init).joined())", world)
            for day in order {
                for account in world.accounts { try bench.run(World.AccountDay(account.id, days[day])) }
                try expectTruth(bench)
            }
            ends.append(try bench.everything())
        }
        #expect(Set(ends).count == 1)
    }

    @Test func cleanDaysAreBalanced() throws {
        let bench = try WorldBench("clean", try Self.world(41, .none))
        for accountDay in bench.world.accountDays { #expect(try bench.run(accountDay) == .balanced) }
        try expectTruth(bench)
    }

    @Test func daysWithOnlyPendingArePending() throws {
        let bench = try WorldBench("waiting", try Self.world(42, .pendingOnly, days: 1))
        for accountDay in bench.world.accountDays { #expect(try bench.run(accountDay) == .pending) }
        #expect(try bench.rows("SELECT count(*) FROM recon.discrepancies") == ["0"])
        try expectTruth(bench)
    }

    @Test(arguments: [ZeroDay.Records.none, .pairedInNextBill, .pending, .moneyLeft])
    func aZeroDayIsOneOnlyWhenTheShopsSideSaysSoToo(records: ZeroDay.Records) throws {
        var plan = FaultPlan.none
        let account = SimulatedAccount.standard[0].id
        plan.zeroDays = [
            ZeroDay(
                account: account, day: Self.firstDay.advanced(by: 1), answer: .noStatementExist, records: records)
        ]
        let bench = try WorldBench("zero_\(records.rawValue.lowercased())", try Self.world(43, plan))
        // The zero day first: what explains it may come with a later bill.
        let zero = World.AccountDay(account, Self.firstDay.advanced(by: 1))
        let verdict = try bench.run(zero)
        #expect(
            verdict
                == (records == .moneyLeft ? .incomplete : records == .none ? .balanced : .pending))
        for accountDay in bench.world.accountDays where accountDay != zero { try bench.run(accountDay) }
        #expect(bench.state.concluded.contains(zero) == (records != .moneyLeft))
        try expectTruth(bench)
    }

    /// What one run has only counted, another one, of the same day or a later bill, reads from the archived files.
    @Test(arguments: PlainPairs.allCases)
    func whatTheShopChangesBetweenRunsIsSeenByTheNextOne(pairs: PlainPairs) throws {
        let world = try Self.world(44)
        let bench = try WorldBench("changes_\(pairs)", world)
        bench.plainPairs = pairs
        for accountDay in world.accountDays { try bench.run(accountDay) }
        #expect(bench.state.concluded == Set(world.accountDays))
        try expectTruth(bench)
        #expect(Set(world.changes.map(\.kind)) == Set(OrderChange.Kind.allCases))
        for change in world.changes {
            try bench.apply(change)
            for accountDay in change.rerun { try bench.run(accountDay) }
            try expectTruth(bench)
        }
        if pairs == .kept { try expectSecondMatcherAgrees(bench) }
        let isShort = try bench.rows(
            """
            SELECT 10 * (SELECT count(*) FROM recon.bill_entries WHERE outcome = 'matched') < sum(matched)
            FROM recon.daily_summary
            """)
        #expect(isShort == [pairs == .kept ? "f" : "t"])
    }
}

/// Asks the second matcher, which reads the contract by itself from what is stored and the order relations.
func expectSecondMatcherAgrees(_ bench: WorldBench, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let connection = try Connection(bench.conninfo, name: "tests")
    try connection.execute(NaiveMatcher.schema)
    try connection.execute(NaiveMatcher.functions)
    for account in bench.world.accounts {
        try connection.query(
            "INSERT INTO naive.account VALUES ($1, $2, make_interval(secs => $3::int), $4::date, $5::numeric / 10000000)",
            [
                account.channel.rawValue, account.id.account, String(account.cutOffWindowSeconds),
                bench.world.days.lowerBound.description, account.contractedRatePerTenMillion.map(String.init),
            ])
    }
    // What stands between a bill's rows and its own totals is in no view by row; the truth has it.
    for accountDay in bench.state.concluded {
        for type in EntryType.allCases {
            let lines = bench.world.expectedStatement(accountDay, type, bench.state)
            guard let line = lines.first(where: { $0.name == .otherDiscounts }) else { continue }
            try connection.query(
                "INSERT INTO naive.other_discount VALUES ($1, $2, $3::date, $4, $5::numeric)",
                [
                    accountDay.account.channel.rawValue, accountDay.account.account, accountDay.day.description,
                    type.rawValue, Fen.yuan(line.amountFen),
                ])
        }
    }
    try connection.execute("SELECT naive.work()")
    let difference = try bench.rows("SELECT * FROM naive.difference() LIMIT 40")
    #expect(difference == [], sourceLocation: sourceLocation)
}

/// Compares items, outcomes, statements and verdicts with the world's truth.
func expectTruth(_ bench: WorldBench, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let (world, state) = (bench.world, bench.state)
    func money(_ fen: Int64) -> String { Fen.yuan(fen) }
    func expectSame(_ what: String, _ actual: [String], _ expected: [String]) {
        let missing = expected.sorted().filter { !actual.contains($0) }
        let surplus = actual.sorted().filter { !expected.contains($0) }
        #expect(
            missing.isEmpty && surplus.isEmpty && actual.count == expected.count,
            "\(what)\nmissing:\n  \(missing.joined(separator: "\n  "))\nnot expected:\n  \(surplus.joined(separator: "\n  "))",
            sourceLocation: sourceLocation)
    }
    let items = world.truth(state)
    expectSame(
        "items",
        try bench.rows(
            """
            SELECT 'open', code, channel, account, bill_date, NULL, entry_type, payment_no, refund_no, difference
            FROM recon.discrepancies WHERE status = 'open'
            UNION ALL
            SELECT 'pending', code, channel, account, bill_date, due_date, entry_type, payment_no, refund_no, difference
            FROM recon.pending
            """),
        items.map { item in
            [
                item.isPending ? "pending" : "open", item.code.rawValue, item.account.channel.rawValue,
                item.account.account, item.billDate?.description ?? "", item.dueDate?.description ?? "",
                item.entryType.rawValue, item.paymentNo, item.refundNo ?? "", money(item.differenceFen),
            ].joined(separator: "|")
        })
    expectSame(
        "outcomes",
        try bench.rows(
            """
            SELECT channel, account, bill_date, entry_type, payment_no, refund_no, channel_trade_no, amount, outcome
            FROM recon.bill_entries WHERE outcome <> 'matched'
            """),
        world.expectedEntries(state).filter { $0.outcome != .matched }.map { entry in
            [
                entry.accountDay.account.channel.rawValue, entry.accountDay.account.account,
                entry.accountDay.day.description, entry.entryType.rawValue, entry.paymentNo, entry.refundNo ?? "",
                entry.channelTradeNo, money(entry.amountFen), entry.outcome.entryOutcome,
            ].joined(separator: "|")
        })
    expectSame(
        "statements",
        try bench.rows(
            "SELECT channel, account, bill_date, entry_type, line, abs(entries), abs(amount) FROM recon.statement"),
        state.concluded.flatMap { accountDay in
            EntryType.allCases.flatMap { type in
                world.expectedStatement(accountDay, type, state).map { line in
                    "\(accountDay.account.channel.rawValue)|\(accountDay.account.account)|\(accountDay.day)|"
                        + "\(type.rawValue)|\(line.name.rawValue)|\(line.entries)|\(money(abs(line.amountFen)))"
                }
            }
        })
    expectSame(
        "verdicts",
        try bench.rows(
            "SELECT channel, account, bill_date, verdict FROM recon.daily_summary WHERE verdict <> 'incomplete'"),
        state.concluded.compactMap { accountDay in
            world.expectedVerdict(accountDay, state).map { verdict in
                "\(accountDay.account.channel.rawValue)|\(accountDay.account.account)|\(accountDay.day)|\(verdict.rawValue)"
            }
        })
}
