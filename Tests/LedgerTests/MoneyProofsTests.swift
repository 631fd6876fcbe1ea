import Postgres
import Rules
import TestTurns
import Testing
import Vocabulary

@testable import Ledger

/// What a verdict on the money rests on: whole books, bills in force, and days that are all there (Contract 3.2, 5.2, 5.5).
@Suite(.serialized, .waiting) struct MoneyProofsTests {
    struct Damage: Sendable {
        var name: String
        var sql: String
        var code: ProblemCode
    }

    private static let damages = [
        Damage(
            name: "part", sql: "UPDATE ledger.bridge_part SET amount_fen = amount_fen + 1 WHERE line = 'booked_twice'",
            code: .statementOpen),
        Damage(
            name: "block", sql: "UPDATE ledger.movement_block SET sums_fen = '{1001}' WHERE bill_date = '2026-11-20'",
            code: .recountDiffers),
        Damage(
            name: "pot", sql: "UPDATE ledger.pot_day SET shown_closing_fen = 7 WHERE bill_date = '2026-11-20'",
            code: .statementOpen),
    ]

    /// A day that a later one changes is stated once more, out of the tables: what is wrong in them is said, and nothing changes.
    @Test(arguments: damages.indices) func whatIsStoredWronglyIsNotStated(damage: Int) throws {
        let damage = Self.damages[damage]
        let bench = try LedgerBench.ofMoney("damaged_\(damage.name)")
        try bench.trade(
            0,
            [
                .payment("P1", "C1", 1000, day: 0), .payment("P2", "C2", 500, day: 0),
                .payment("P3", "C3", 700, day: 0),
            ])
        try bench.trade(1, [])
        try bench.book(
            moneyDays[0],
            [Move(.payment, "C1", "P1", 1000), Move(.payment, "C2", "P2", 500), Move(.payment, "C2", "P2", 500)])
        try bench.sql(damage.sql)
        let items = try bench.moneyItems()
        let problem = #expect(throws: Problem.self) { try bench.book(moneyDays[1], [Move(.payment, "C3", "P3", 700)]) }
        #expect(problem?.code == damage.code)
        #expect(try bench.moneyItems() == items)
    }

    /// Both statements, from top to bottom.
    @Test func aDayIsStatedFromOpeningToResidual() throws {
        let bench = try LedgerBench.ofMoney("stated")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000)])
        #expect(
            try bench.rows("SELECT line, movements, amount FROM recon.funds_statement")
                == ["opening|0|10000.00", "payment|1|10.00", "closing|0|10010.00", "residual|0|0.00"])
        #expect(
            try bench.rows("SELECT line, amount FROM recon.bridge") == [
                "expected|10.00", "booked|10.00", "residual|0.00",
            ])
    }

    /// Also where the period was closed while the bill was read.
    @Test func aClosedDayIsNotSettled() throws {
        let bench = try LedgerBench.ofMoney("closed_day")
        let before = #expect(throws: Problem.self) { try bench.book("2026-11-19", []) }
        #expect(before?.code == .periodClosed)
        try bench.trade(0, [])
        bench.onStep = { [conninfo = bench.conninfo] step in
            guard step == "settling" else { return }
            _ = try? Connection(conninfo, name: "tests").query(
                "INSERT INTO ledger.period (closed_through, closed_by) VALUES ('2026-11-20', 'test')")
        }
        let meanwhile = #expect(throws: Problem.self) { try bench.book(moneyDays[0], []) }
        #expect(meanwhile?.code == .periodClosed)
    }

    @Test func whoeverLostTheLeaseConcludesNothing() throws {
        let bench = try LedgerBench.ofMoney("money_lease")
        bench.lease = Lease(accountID: 1, runID: 99, process: RegisteredProcess(id: 1, kind: .daemon))
        let problem = #expect(throws: Problem.self) { try bench.book(moneyDays[0], []) }
        #expect(problem?.code == .leaseLost)
        #expect(try bench.rows("SELECT bill_date FROM ledger.day") == [])
    }

    /// A trade bill that was tried and not concluded is none: what it may bear waits.
    @Test func aTradeBillThatIsNotConcludedIsNone() throws {
        let bench = try LedgerBench.ofMoney("not_concluded")
        bench.billProblem = Problem(.ordersEmpty, "nothing can be read", hint: "None.")
        try bench.trade(0, [])
        #expect(try bench.rows("SELECT kind, concluded FROM ledger.day") == ["trade|f"])
        bench.billProblem = nil
        try bench.trade(1, [])
        try bench.book(moneyDays[1], [Move(.payment, "X1", "P1", 5)])
        #expect(try bench.links() == ["2026-11-21|X1|payment|waiting_for_trade|"])
    }

    /// Nor is a funds bill: a trade bill has nothing of it to work out again.
    @Test func aFundsBillThatIsNotConcludedIsNone() throws {
        let bench = try LedgerBench.ofMoney("no_funds_bill")
        try bench.trade(0, [])
        try bench.book(moneyDays[0], [])
        try bench.sql("UPDATE ledger.day SET concluded = false WHERE kind = 'funds'")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        #expect(try bench.rows("SELECT count(*) FROM ledger.run WHERE kind = 'funds'") == ["1"])
    }

    /// A funds day is read again once what its links rest on is another: the trade bill, the rules, the program; and only then.
    @Test func aFundsDayIsReadAgainWhenWhatItRestsOnChanges() throws {
        let bench = try LedgerBench.ofMoney("rests_on")
        let bill = [Row.payment("P1", "C1", 1000, day: 0)]
        func runs() throws -> [String] { try bench.rows("SELECT count(*) FROM ledger.run WHERE kind = 'funds'") }
        try bench.trade(0, bill)
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000)])
        try bench.trade(0, bill)
        let first = try runs()
        try bench.trade(0, bill)
        #expect(try runs() == first)
        var rules = AccountRules(startDate: BusinessDay("2026-01-01") ?? BusinessDay(number: 0))
        rules.settlementDays = 1
        bench.rules[ChannelAccount(channel: .wechatpay, account: "A")] = rules
        try bench.trade(0, bill)
        let second = try runs()
        #expect(second != first)
        bench.program = "tests 2"
        try bench.trade(0, bill)
        let third = try runs()
        #expect(third != second)
        try bench.trade(0, bill + [.payment("P2", "C2", 500, day: 0)])
        #expect(try runs() != third)
        #expect(try bench.moneyItems() == ["not_booked|2026-11-20|-500|pending"])
    }

    /// Entries of a day wait up to the settlement days, and one more: so near to a thinned day none is settled.
    @Test(arguments: [(0, [0, 1, 2]), (1, [0, 1, 2, 3])])
    func whatRestsOnAThinnedDayIsNotSettled(settlementDays: Int, near: [Int]) throws {
        let bench = try LedgerBench.ofMoney("near_\(settlementDays)")
        for day in moneyDays.indices {
            try bench.trade(day, [])
            try bench.book(moneyDays[day], [])
        }
        try bench.sql("SELECT ledger.thin_day(1, '\(moneyDays[1])')")
        let refused = try moneyDays.indices.filter { day in
            do {
                try bench.book(moneyDays[day], [], settlementDays: Int64(settlementDays))
                return false
            } catch let problem as Problem where problem.code == .dayThinned { return true }
        }
        #expect(refused == near)
    }

    /// A pot without a statement is a pot, also when the bill is read again.
    @Test func aQuietPotStaysAPot() throws {
        let bench = try LedgerBench.ofMoney("quiet")
        bench.moneyPots = ["BASIC", "FEES"]
        try bench.trade(0, [])
        try bench.book(moneyDays[0], [])
        let pots = "SELECT pot, has_statement FROM recon.funds_summary ORDER BY 1"
        #expect(try bench.rows(pots) == ["BASIC|t", "FEES|f"])
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        #expect(try bench.rows(pots) == ["BASIC|t", "FEES|f"])
    }

    /// What the channel says of a pot goes before what its bill prints, for that pot, and stands when the bill is read again; as
    /// long as the account goes by it. What is only printed is never the channel's word.
    @Test func whatTheChannelSaidOfAPotStands() throws {
        let bench = try LedgerBench.ofMoney("told_balance")
        bench.moneyPots = ["BASIC", "FEES"]
        func read(_ payments: Int, hasBalanceControl: Bool) throws -> [String] {
            var rules = AccountRules(startDate: BusinessDay("2026-01-01") ?? BusinessDay(number: 0))
            rules.hasBalanceControl = hasBalanceControl
            bench.rules[ChannelAccount(channel: .wechatpay, account: "A")] = rules
            try bench.trade(0, (1...payments).map { .payment("P\($0)", "C\($0)", 100, day: 0) })
            return try bench.rows("SELECT pot, shown_opening_fen, is_controlled FROM ledger.pot_day ORDER BY 1")
        }
        _ = try read(1, hasBalanceControl: true)
        try bench.book(
            moneyDays[0], [Move(.topUp, "T1", "", 5)],
            balances: PotBalances(Pot("BASIC"), openingFen: 100, closingFen: 105))
        #expect(try read(2, hasBalanceControl: true) == ["BASIC|100|t", "FEES||f"])
        #expect(try read(3, hasBalanceControl: false) == ["BASIC|1000000|f", "FEES||f"])
        #expect(try read(4, hasBalanceControl: true) == ["BASIC|1000000|f", "FEES||f"])
    }

    /// Two breaks of a pot are two, each of its day; one is mended when the day that it is missing comes.
    @Test func eachBreakOfAPotIsOfItsDay() throws {
        let bench = try LedgerBench.ofMoney("breaks")
        bench.areBalancesChained = true
        for day in 0...3 { try bench.trade(day, []) }
        // Each day opens with the same balance here.
        try bench.book(moneyDays[0], [Move(.topUp, "T0", "", 5)])
        try bench.book(moneyDays[2], [Move(.topUp, "T2", "", 6)])
        try bench.book(moneyDays[3], [])
        #expect(
            try bench.moneyItems() == ["balance_break|2026-11-22|-5|open", "balance_break|2026-11-23|-6|open"])
        try bench.book(moneyDays[1], [])
        #expect(
            try bench.moneyItems() == ["balance_break|2026-11-21|-5|open", "balance_break|2026-11-23|-6|open"])
        #expect(
            try bench.rows(
                "SELECT bill_date, verdict FROM recon.runs WHERE kind = 'funds' AND in_force ORDER BY bill_date") == [
                    "2026-11-20|balanced", "2026-11-21|discrepancies", "2026-11-22|balanced",
                    "2026-11-23|discrepancies",
                ])
        let runs = try bench.rows("SELECT count(*) FROM ledger.run")
        try bench.book(moneyDays[3], [])
        try bench.book(moneyDays[0], [Move(.topUp, "T0", "", 5)])
        #expect(try bench.moneyItems().count == 2)
        #expect(try bench.rows("SELECT count(*) - 2 FROM ledger.run") == runs)
    }
}
