import Ledger
import Rules
import Simulation
import TestTurns
import Testing
import Vocabulary

/// Whole days of both kinds of bills on many seeds: every fault of the money side is found, none is false, and every statement and
/// bridge closes, in whatever order the bills come (Contract 5).
@Suite(.serialized, .waiting) struct MoneyDayTests {
    @Test(arguments: 1...10 as ClosedRange<UInt64>) func everyFaultOfTheMoneyIsFoundInAnyOrder(seed: UInt64) throws {
        try expectEveryFaultInAnyOrder(seed)
    }
}

/// The other half of the seeds: a suite's tests take turns, and two suites are done sooner.
@Suite(.serialized, .waiting) struct MoreMoneyDayTests {
    @Test(arguments: 11...20 as ClosedRange<UInt64>) func everyFaultOfTheMoneyIsFoundInAnyOrder(seed: UInt64) throws {
        try expectEveryFaultInAnyOrder(seed)
    }
}

/// Days and kinds come in an order of chance. What is said to be wrong before all bills are there is wrong in the end, and then
/// the second matcher agrees on everything.
private func expectEveryFaultInAnyOrder(_ seed: UInt64) throws {
    let bench = try MoneyBench("money_\(seed)", try MoneyBench.world(seed))
    let units = shuffled(bench.units, seed)
    var told: Set<String> = []
    for stop in [units.count / 3, 2 * units.count / 3] {
        for unit in units[(stop == units.count / 3 ? 0 : units.count / 3)..<stop] { try bench.run(unit) }
        #expect(try daysThatWaitForNothing(bench) == [])
        told.formUnion(try openItems(bench))
    }
    try bench.run(all: units.filter { !bench.isConcluded($0) })
    let problems = try bench.world.rows(
        """
        SELECT DISTINCT r.kind, r.bill_date, reason_code, reason, expected, found FROM ledger.run r
        LEFT JOIN ledger.day d USING (account_id, bill_date, kind)
        WHERE state NOT IN ('done', 'failed') OR d.concluded IS NOT TRUE
        """)
    #expect(problems == [])
    try expectMoneyTruth(bench)
    try expectSecondMatcherAgreesOnMoney(bench)
    let final = Set(try openItems(bench))
    #expect(told.isSubset(of: final), "told before and not in the end: \(told.subtracting(final).sorted())")
    let before = try bench.everything()
    for unit in shuffled(bench.units, seed &+ 1).prefix(12) { try bench.run(unit) }
    let after = try bench.everything()
    #expect(after == before, "a repeated run changed \(Set(after).symmetricDifference(before).sorted().prefix(10))")
}

/// Days that are said to wait for a trade bill although all of their movements are an entry's.
private func daysThatWaitForNothing(_ bench: MoneyBench) throws -> [String] {
    try bench.world.rows(
        """
        SELECT d.account_id, d.bill_date FROM ledger.day d JOIN ledger.bridge_line b USING (account_id, run_id)
        WHERE line = 'waiting_for_trade' AND NOT EXISTS (
            SELECT FROM (SELECT account_id, bill_date, outcome FROM ledger.movement
                         UNION ALL SELECT account_id, bill_date, outcome FROM ledger.packed_movement) m
            WHERE (m.account_id, m.bill_date, outcome) = (d.account_id, d.bill_date, 'waiting_for_trade'))
        """)
}

/// A break between balances may be one of days that are still to come (Contract 5.2).
private func openItems(_ bench: MoneyBench) throws -> [String] {
    try bench.world.rows(
        """
        SELECT account_id, code, bill_date, channel_no, difference_fen FROM ledger.item
        WHERE kind = 'funds' AND found AND status = 'open' AND code <> 'balance_break'
        """)
}

/// While only some funds bills are in force and all trade bills are, what is found is what can be known by then.
@Suite(.serialized, .waiting) struct MoneyBetweenTests {
    @Test(arguments: 21...22 as ClosedRange<UInt64>) func whatCanBeKnownIsFoundWhenSomeFundsBillsAreThere(
        seed: UInt64
    ) throws {
        let bench = try MoneyBench("money_between_\(seed)", try MoneyBench.world(seed, everyStyle: true))
        let units = shuffled(bench.units, seed)
        try bench.run(all: units.filter { $0.kind == .trade })
        // Days come in order here, in strides of chance: what is known of a balance before a missing day is no truth of its own.
        var waiting = bench.world.world.accounts.map { account in
            bench.days(account).map { DayUnit(account.id, $0, .funds) }
        }
        var random = SeededRandom(seed, 79)
        while waiting.contains(where: { !$0.isEmpty }) {
            for account in waiting.indices {
                let stride = waiting[account].prefix(1 + random.below(4))
                waiting[account].removeFirst(stride.count)
                for unit in shuffled(Array(stride), seed) { try bench.run(unit) }
            }
            try expectMoneyTruth(bench)
            try expectSecondMatcherAgreesOnMoney(bench)
        }
    }

    /// After its time a day's plain entries and movements are gone: whoever asks for it again, or for one that is bound to it,
    /// is told so, and hears nothing false.
    @Test func whatRetentionTookIsNotMissed() throws {
        let bench = try MoneyBench("money_thinned", try MoneyBench.world(5, payments: 12))
        let account = try #require(bench.world.world.accounts.first { bench.funds.style($0).settlementDays == 1 })
        let days = bench.days(account)
        let units = bench.units.filter { $0.account == account.id && $0.day < days[5] }
        try bench.run(all: units)
        let before = try bench.everything()
        try bench.world.sql(
            "SELECT ledger.thin_day(account_id, bill_date) FROM ledger.days_to_thin('\(days[1])', '-infinity')")
        for unit in units {
            let isNear = unit.day <= days[2]
            #expect(try (bench.run(unit) == .incomplete) == isNear, "\(unit)")
        }
        let reasons = try bench.world.rows("SELECT DISTINCT reason_code FROM ledger.run WHERE reason_code IS NOT NULL")
        #expect(reasons == ["ledger.day_thinned"])
        // All that is gone are movements.
        let after = try bench.everything()
        #expect(Set(after).subtracting(before).sorted() == [])
        #expect(Set(before).subtracting(after).allSatisfy { $0.hasPrefix("movement|") })
    }
}

func shuffled(_ units: [DayUnit], _ seed: UInt64) -> [DayUnit] {
    var random = SeededRandom(seed, 78)
    var units = units
    for index in units.indices.reversed() { units.swapAt(index, random.below(index + 1)) }
    return units
}

/// What the ledger says once all trade bills are in force, against what was written down as the world was made.
func expectMoneyTruth(_ bench: MoneyBench) throws {
    for account in bench.world.world.accounts {
        let id = account.id
        let concluded = Set(bench.concludedFunds.filter { $0.account == id }.map(\.day))
        let ofAccount = "account_id = (SELECT account_id FROM ledger.account WHERE account = '\(id.account)')"
        func number(_ item: ExpectedFundsItem) -> String {
            if item.code == .balanceBreak { return "\(item.pot.rawValue) \(item.day)" }
            return (account.channel == .wechatpay ? item.channelRefundNo : nil) ?? item.channelTradeNo ?? item
                .businessNo ?? ""
        }
        // Balances that nobody stands by are no more than a note (Contract 5.2).
        let told = bench.funds.expectedItems(id, concluded: concluded).filter {
            $0.code != .balanceBreak || account.channel == .wechatpay || bench.hasBalanceControl(account)
        }.map {
            "\($0.code.rawValue)|\(number($0))|\($0.differenceFen)"
        }
        let found = try bench.world.rows(
            """
            SELECT code, CASE WHEN code = 'balance_break' THEN pot || ' ' || bill_date ELSE channel_no END, difference_fen
            FROM ledger.item WHERE kind = 'funds' AND found AND status = 'open' AND \(ofAccount)
            """)
        #expect(found.sorted() == told.sorted(), "\(id): \(found.sorted().difference(from: told.sorted()))")
        var waiting: [String] = []
        bench.funds.waitingItems(id, concluded: concluded) {
            guard concluded.contains($0.entryDay ?? $0.day) else { return }
            waiting.append("\(number($0))|\($0.differenceFen)|\($0.day)")
        }
        let waits = try bench.world.rows(
            """
            SELECT channel_no, difference_fen, due_date FROM ledger.item
            WHERE kind = 'funds' AND status = 'pending' AND bill_date IN (
                SELECT bill_date FROM ledger.day WHERE kind = 'funds' AND concluded AND \(ofAccount)) AND \(ofAccount)
            """)
        #expect(waits.sorted() == waiting.sorted(), "\(id): \(waits.sorted().difference(from: waiting.sorted()))")
        for day in concluded { try expectStatements(bench, account, day, concluded, ofAccount) }
    }
}

private func expectStatements(
    _ bench: MoneyBench, _ account: SimulatedAccount, _ day: BusinessDay, _ concluded: Set<BusinessDay>,
    _ ofAccount: String
) throws {
    let ofDay = """
        FROM ledger.day d JOIN ledger.%@ l USING (account_id, run_id)
        WHERE d.\(ofAccount) AND d.bill_date = '\(day)'
        """
    var bridge: [String] = []
    for line in bench.funds.expectedBridge(account.id, day, concluded: concluded) {
        let sign = line.name == .booked ? 1 : line.name.sign
        if line.amountFen != 0 { bridge.append("\(line.name.rawValue)|\(sign * line.amountFen)") }
    }
    let found = try bench.world.rows(
        "SELECT line, amount_fen \(ofDay.replacing("%@", with: "bridge_line")) AND amount_fen <> 0")
    #expect(found.sorted() == bridge.sorted(), "\(account.id) \(day)")
    for pot in bench.funds.pots(account) {
        let potDay = SimulatedFunds.PotDay(account.id, pot, day)
        // Before the first movement nobody but the channel knows a balance.
        let isKnown =
            bench.hasBalanceControl(account)
            || bench.days(account).contains { earlier in
                guard earlier <= day, concluded.contains(earlier) else { return false }
                let potDay = SimulatedFunds.PotDay(account.id, pot, earlier)
                return bench.funds.expectedStatement(potDay).contains { $0.movements > 0 }
            }
        let told = bench.funds.expectedStatement(potDay).filter { line in
            line.movements > 0 || line.name == .opening || line.name == .closing
        }.map { "\($0.name.rawValue)|\($0.movements)|\(isKnown ? "\($0.amountFen)" : "")" }
        let shown = try bench.world.rows(
            """
            SELECT line, movements, amount_fen \(ofDay.replacing("%@", with: "funds_line"))
            AND l.pot = '\(pot.rawValue)' AND line <> 'residual'
            """)
        #expect(shown.sorted() == told.sorted(), "\(potDay)")
    }
}
