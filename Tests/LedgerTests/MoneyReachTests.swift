import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

/// Which days and which rows a settlement of the money reaches: small books, each with one thing that only one step of it
/// leads to (Contract 5.4).
@Suite(.serialized, .waiting) struct MoneyReachTests {
    private static let days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]

    private static func payment(_ number: String, _ channelNo: String, _ fen: Int64, day: Int) -> Row {
        Row(payment: number, fen: fen, at: "\(days[day]) 12:00:00", channelNo: channelNo)
    }

    private static func bench(_ name: String, _ form: MoneyForm = .byBusiness) throws -> LedgerBench {
        let bench = try LedgerBench("money_reach_\(name)")
        bench.money = form
        try bench.sql("INSERT INTO ledger.period (closed_through, closed_by) VALUES ('2026-11-19', 'test')")
        return bench
    }

    /// A trade bill, each entry of which the shop knows.
    private static func trade(_ bench: LedgerBench, _ day: Int, _ bill: [Row], account: String = "A") throws {
        for row in bill {
            let at = "\(days[day]) 12:00:00"
            try bench.pay(row.payment, row.fen, at: at, account: account)
        }
        try bench.conclude(days[day], bill, account: account)
    }

    @Test func whatWaitsFallsDueWithALaterDay() throws {
        let bench = try Self.bench("due")
        try Self.trade(bench, 0, [Self.payment("P1", "C1", 1000, day: 0)])
        try bench.book(Self.days[0], [], settlementDays: 1)
        #expect(try bench.moneyItems() == ["not_booked|2026-11-20|-1000|pending"])
        try bench.book(Self.days[1], [], settlementDays: 1)
        #expect(try bench.moneyItems() == ["not_booked|2026-11-20|-1000|open"])
    }

    /// Two rows too many that cancel add nothing to the bridge, and go with their bill all the same.
    @Test func aSurplusThatCancelsGoesWithItsBill() throws {
        let bench = try Self.bench("cancels")
        try Self.trade(bench, 0, [Self.payment("P1", "C1", 1000, day: 0)])
        try Self.trade(bench, 1, [])
        try bench.book(Self.days[0], [Move(.payment, "C1", "P1", 1000)])
        try bench.book(Self.days[1], [Move(.payment, "C1", "P1", 5), Move(.payment, "C1", "P1", -5)])
        #expect(
            try bench.moneyItems() == ["booked_twice|2026-11-21|-5|open", "booked_twice|2026-11-21|5|open"])
        try bench.book(Self.days[1], [])
        #expect(try bench.moneyItems() == [])
    }

    /// By the shop's number, too: once the entry is gone nothing but that number leads from it to the movement.
    @Test func aMovementByTheShopsNumberIsNobodysOnceItsEntryIsGone() throws {
        let bench = try Self.bench("gone")
        let kept = Self.payment("P2", "C2", 500, day: 0)
        try Self.trade(bench, 0, [Self.payment("P1", "C1", 1000, day: 0), kept])
        try Self.trade(bench, 1, [])
        try bench.book(Self.days[0], [Move(.payment, "C2", "P2", 500)])
        try bench.book(Self.days[1], [Move(.payment, "X1", "P1", 1000)])
        #expect(try bench.moneyItems() == [])
        try bench.sql("DELETE FROM taobao.payment_record WHERE payment_no = 'P1'")
        try bench.conclude(Self.days[0], [kept])
        #expect(try bench.moneyItems() == ["booked_only|2026-11-21|1000|open"])
    }

    /// The same money twice, once by each number, on two days in any order.
    @Test(arguments: [[0, 1], [1, 0]]) func twiceIsTwiceByEitherNumber(order: [Int]) throws {
        let bench = try Self.bench("twice_\(order[0])")
        try Self.trade(bench, 0, [Self.payment("P1", "C1", 1000, day: 0)])
        try Self.trade(bench, 1, [])
        let moves = [[Move(.payment, "C1", "P1", 1000)], [Move(.payment, "X1", "P1", 1000)]]
        for day in order { try bench.book(Self.days[day], moves[day]) }
        #expect(try bench.moneyItems() == ["booked_twice|2026-11-21|1000|open"])
        #expect(
            try bench.links() == [
                "2026-11-20|C1|payment|booked|2026-11-20", "2026-11-21|X1|payment|booked_twice|2026-11-20",
            ])
    }

    /// What lies before the first funds bill is taken as given, until an earlier one is the first.
    @Test(arguments: [[0, 2], [2, 0]]) func anEarlierBillMayBecomeTheFirst(order: [Int]) throws {
        let bench = try Self.bench("first_\(order[0])")
        try Self.trade(bench, 0, [])
        try Self.trade(bench, 1, [Self.payment("P1", "C1", 1000, day: 1)])
        try Self.trade(bench, 2, [])
        let moves = [[], [], [Move(.payment, "C1", "P1", 999)]]
        for day in order { try bench.book(Self.days[day], moves[day]) }
        #expect(try bench.moneyItems() == ["booked_amount_mismatch|2026-11-22|-1|open"])
    }

    /// More than a few open lines of a block are unpacked together, and none of them is lost.
    @Test func manyOpenLinesOfABlockAreAllLookedAt() throws {
        let bench = try Self.bench("many")
        let plain = Self.payment("P9", "C9", 1000, day: 0)
        try Self.trade(bench, 0, (1...6).map { Self.payment("P\($0)", "C\($0)", 100, day: 0) } + [plain])
        try bench.book(
            Self.days[0], (1...6).map { Move(.payment, "X\($0)", "", 7) } + [Move(.payment, "C9", "P9", 1000)])
        let items = try bench.rows(
            "SELECT code, count(*), sum(difference_fen) FROM ledger.item WHERE kind = 'funds' AND found GROUP BY 1 ORDER BY 1"
        )
        #expect(items.sorted() == ["booked_only|6|42", "not_booked|6|-600"])
        #expect(try bench.rows("SELECT count(*) FROM ledger.movement") == ["6"])
    }

    /// A row that cannot be packed is linked by its numbers; a withdrawal is nobody's whatever number it bears.
    @Test func whatCannotBePackedIsLookedAtAsWell() throws {
        let bench = try Self.bench("unpacked")
        try Self.trade(bench, 0, [Self.payment("P1", "C1", 1000, day: 0)])
        try bench.book(
            Self.days[0],
            [
                Move(.payment, "X\t1", "", 7), Move(.withdrawal, "C1", "P\t", -50), Move(.withdrawal, "C1", "P1", -60),
                Move(.payment, "C1", "P1", 999),
            ])
        #expect(
            try bench.moneyItems() == [
                "booked_amount_mismatch|2026-11-20|-1|open", "booked_only|2026-11-20|7|open",
            ])
        #expect(
            try bench.links() == [
                "2026-11-20|X\t1|payment|booked_only|", "2026-11-20|C1|withdrawal|unlinked|",
                "2026-11-20|C1|withdrawal|unlinked|", "2026-11-20|C1|payment|booked|2026-11-20",
            ])
        #expect(try bench.rows("SELECT count(*) FROM ledger.movement WHERE movement_class = 'withdrawal'") == ["1"])
    }

    /// What has no number at all is nobody's, and goes with its bill.
    @Test func whatHasNoNumberIsNobodys() throws {
        let bench = try Self.bench("numberless")
        try Self.trade(bench, 0, [Self.payment("P1", "", 1000, day: 0)])
        try bench.book(Self.days[0], [Move(.payment, "", "", 5), Move(.payment, "", "P1", 1000)])
        #expect(try bench.moneyItems() == ["booked_only|2026-11-20|5|open"])
        #expect(
            try bench.links() == ["2026-11-20||payment|booked_only|", "2026-11-20||payment|booked|2026-11-20"])
        try bench.book(Self.days[0], [Move(.payment, "", "P1", 1000)])
        #expect(try bench.moneyItems() == [])
        #expect(try bench.rows("SELECT line, amount FROM recon.bridge ORDER BY line_no").first == "expected|10.00")
    }

    /// A group may go on in the next rows of those that are read at once.
    @Test func aGroupIsOneHoweverManyRowsItHas() throws {
        let bench = try Self.bench("large")
        try Self.trade(bench, 0, [Self.payment("P1", "C1", 1000, day: 0)])
        try bench.book(Self.days[0], (0..<5100).map { _ in Move(.payment, "C1", "P1", 1) })
        #expect(
            try bench.rows("SELECT outcome, count(*) FROM ledger.movement GROUP BY 1 ORDER BY 1")
                == ["booked|1", "booked_twice|5099"])
    }
}
