import Matching
import Simulation
import Testing
import Vocabulary

/// Whole days on many seeds, through real files: what was put in is found, nothing else is, in whatever order.
@Suite(.serialized) struct SeedTests {
    static let seeds: [UInt64] = Array(1...20)
    static let firstDay = BusinessDay("2026-11-18") ?? BusinessDay(number: 0)

    static func world(_ seed: UInt64, _ plan: FaultPlan = .full, days: Int = 3) throws -> World {
        try World(
            seed: seed, days: firstDay...firstDay.advanced(by: days - 1), paymentsPerDay: 25, faults: plan)
    }

    /// A permutation that the seed chooses.
    static func order(_ world: World, _ seed: UInt64) -> [World.AccountDay] {
        var random = SeededRandom(seed, 77)
        var days = world.accountDays
        for index in days.indices.reversed() { days.swapAt(index, random.below(index + 1)) }
        return days
    }

    @Test(arguments: seeds) func everyInjectedFaultIsFoundAndNothingElse(seed: UInt64) throws {
        let world = try Self.world(seed)
        let bench = try WorldBench("seed_\(seed)", world)
        for accountDay in Self.order(world, seed) { try bench.run(accountDay) }
        #expect(bench.state.concluded == Set(world.accountDays))
        try expectTruth(bench)

        let before = try bench.everything()
        for accountDay in Self.order(world, seed &+ 1) { try bench.run(accountDay) }
        #expect(try bench.everything() == before, "a repeated run changed a row")
    }
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
