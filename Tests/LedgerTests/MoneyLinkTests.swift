import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

/// What leads from one bill's numbers to another's, over days and in any order (Contract 5.4): small books that a person can
/// follow.
@Suite(.serialized, .waiting) struct MoneyLinkTests {
    private static func trades(_ bench: LedgerBench, _ bills: [[Row]]) throws {
        for (day, bill) in bills.enumerated() { try bench.trade(day, bill) }
    }

    @Test func theShopsNumberLinksWhereTheChannelsDoesNot() throws {
        let bench = try LedgerBench.ofMoney("link_shop")
        try Self.trades(
            bench, [[Row.payment("P1", "C1", 1000, day: 0), Row.refund("R1", of: "P1", "D1", 300, day: 0)]])
        try bench.book(moneyDays[0], [Move(.payment, "X1", "P1", 1000), Move(.refund, "X2", "R1", -300)])
        #expect(try bench.moneyItems() == [])
        #expect(
            try bench.links() == [
                "2026-11-20|X1|payment|booked|2026-11-20", "2026-11-20|X2|refund|booked|2026-11-20",
            ])
    }

    @Test func aPaymentsNumberIsNoRefunds() throws {
        let bench = try LedgerBench.ofMoney("link_family")
        try Self.trades(bench, [[Row.payment("P1", "C1", 1000, day: 0)]])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000), Move(.refund, "X1", "P1", -300)])
        #expect(try bench.moneyItems() == ["booked_only|2026-11-20|-300|open"])
        #expect(
            try bench.links() == [
                "2026-11-20|C1|payment|booked|2026-11-20", "2026-11-20|X1|refund|booked_only|",
            ])
    }

    @Test func aPackedRefundIsFoundByTheChannelsNumberWhenItComesBack() throws {
        let bench = try LedgerBench.ofMoney("link_returned")
        try Self.trades(
            bench, [[Row.payment("P1", "C1", 1000, day: 0), Row.refund("R1", of: "P1", "D1", 300, day: 0)], [], []])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000), Move(.refund, "D1", "R1", -300)])
        try bench.book(moneyDays[1], [])
        try bench.book(moneyDays[2], [Move(.refundReturned, "D1", "", 300)])
        #expect(try bench.moneyItems() == ["refund_returned|2026-11-22|300|open"])
        // The shop says otherwise now; the refund's own day is run again.
        try bench.sql("UPDATE taobao.refund_record SET state = 'closed'")
        try bench.conclude(
            moneyDays[0], [Row.payment("P1", "C1", 1000, day: 0), Row.refund("R1", of: "P1", "D1", 300, day: 0)])
        try bench.book(moneyDays[2], [Move(.refundReturned, "D1", "", 300)])
        #expect(try bench.moneyItems() == [])
    }

    @Test func whatWaitsForATradeBillIsLinkedWhenItComes() throws {
        let bench = try LedgerBench.ofMoney("link_waits")
        try bench.book(moneyDays[1], [Move(.payment, "C1", "P1", 1000)])
        try bench.conclude(moneyDays[1], [])
        #expect(try bench.links() == ["2026-11-21|C1|payment|waiting_for_trade|"])
        #expect(
            try bench.rows("SELECT verdict FROM recon.runs WHERE kind = 'funds' AND in_force") == ["pending"])
        try Self.trades(bench, [[Row.payment("P1", "C1", 1000, day: 0)]])
        #expect(try bench.links() == ["2026-11-21|C1|payment|booked|2026-11-20"])
        #expect(try bench.moneyItems() == [])
    }

    @Test func whatNobodyBoreIsLinkedWhenABillBearsIt() throws {
        let bench = try LedgerBench.ofMoney("link_only")
        try Self.trades(bench, [[], []])
        try bench.book(moneyDays[0], [])
        try bench.book(moneyDays[1], [Move(.payment, "C1", "P1", 1000)])
        #expect(try bench.moneyItems() == ["booked_only|2026-11-21|1000|open"])
        try Self.trades(bench, [[Row.payment("P1", "C1", 1000, day: 0)]])
        #expect(try bench.links() == ["2026-11-21|C1|payment|booked|2026-11-20"])
        #expect(try bench.moneyItems() == [])
    }

    @Test func aMovementIsNobodysOnceItsEntryIsGone() throws {
        let bench = try LedgerBench.ofMoney("link_gone")
        let kept = Row.payment("P2", "C2", 500, day: 0)
        try Self.trades(bench, [[Row.payment("P1", "C1", 1000, day: 0), kept], []])
        try bench.book(moneyDays[0], [Move(.payment, "C2", "P2", 500)])
        try bench.book(moneyDays[1], [Move(.payment, "C1", "P1", 1000)])
        #expect(try bench.moneyItems() == [])
        #expect(
            try bench.rows("SELECT bill_date, line, amount FROM recon.bridge WHERE line LIKE '%other_day' ORDER BY 1")
                == ["2026-11-20|booked_other_day|-10.00", "2026-11-21|from_other_day|10.00"])
        try bench.sql("DELETE FROM taobao.payment_record WHERE payment_no = 'P1'")
        try bench.conclude(moneyDays[0], [kept])
        #expect(try bench.moneyItems() == ["booked_only|2026-11-21|1000|open"])
    }

    /// Refunds of one trade on several days: which movement is whose does not depend on the order of the days.
    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [2, 1, 0]])
    func equalRefundsOfATradeAreTheSameInAnyOrder(order: [Int]) throws {
        let bench = try LedgerBench.ofMoney("link_equal_\(order.map(String.init).joined())", .byTrade)
        let trade = (0..<3).map { day in
            // At such a channel a refund has no number of the channel's own: the trade's.
            [Row.refund("R\(day)", of: "P1", "T1", 300, day: day)]
        }
        try Self.trades(bench, [[Row.payment("P1", "T1", 5000, day: 0)] + trade[0], trade[1], trade[2]])
        let moves = [
            [Move(.payment, "T1", "P1", 5000)], [Move(.refund, "T1", "P1", -300)],
            [Move(.refund, "T1", "P1", -300), Move(.refund, "T1", "P1", -300)],
        ]
        for day in order { try bench.book(moneyDays[day], moves[day]) }
        #expect(try bench.moneyItems() == [])
        #expect(
            try bench.rows(
                "SELECT bill_date, line, amount FROM recon.bridge WHERE line LIKE '%other_day' ORDER BY 1, 2")
                == [
                    "2026-11-20|booked_other_day|3.00", "2026-11-21|booked_other_day|3.00",
                    "2026-11-21|from_other_day|-3.00", "2026-11-22|from_other_day|-3.00",
                ])
    }

    /// A difference of a trade stands on one day, whatever else of the trade is plain, in any order.
    @Test(arguments: [[0, 1], [1, 0]]) func aDifferenceOfATradeStandsOnOneDay(order: [Int]) throws {
        let bench = try LedgerBench.ofMoney("link_one_\(order[0])", .byTrade)
        try Self.trades(
            bench, [[Row.payment("P1", "T1", 5000, day: 0)], [Row.refund("R1", of: "P1", "T1", 300, day: 1)]])
        let moves = [[Move(.payment, "T1", "P1", 5001)], [Move(.refund, "T1", "P1", -300)]]
        for day in order { try bench.book(moneyDays[day], moves[day]) }
        #expect(try bench.moneyItems() == ["booked_amount_mismatch|2026-11-21|1|open"])
    }

    /// What cannot stand in a line of a block is a row of its own, and goes by the rules like all else.
    @Test func aNumberWithATabIsLinkedAsARow() throws {
        let bench = try LedgerBench.ofMoney("link_tab")
        try Self.trades(bench, [[Row.payment("P1", "C\t1", 1000, day: 0), Row.payment("P2", "C2", 500, day: 0)]])
        try bench.book(moneyDays[0], [Move(.payment, "C\t1", "P1", 1000), Move(.payment, "C2", "P2", 500)])
        #expect(try bench.moneyItems() == [])
        #expect(try bench.rows("SELECT business_no, outcome FROM ledger.movement") == ["C\t1|booked"])
        #expect(try bench.rows("SELECT sum(movements) FROM ledger.movement_block") == ["1"])
    }

    @Test func anEntryKeepsItsCurrency() throws {
        let bench = try LedgerBench.ofMoney("link_currency")
        var dollars = Row.payment("P1", "C1", 1000, day: 0)
        dollars.currency = "USD"
        try bench.pay("P1", 1000, at: "\(moneyDays[0]) 12:00:00", currency: "USD")
        try bench.conclude(moneyDays[0], [dollars])
        try bench.book(moneyDays[0], [])
        #expect(
            try bench.rows("SELECT code, currency, difference FROM recon.discrepancies WHERE kind = 'funds'")
                == ["not_booked|USD|-10.00"])
    }

    private static func thin(_ bench: LedgerBench, _ day: Int) throws -> [String] {
        try bench.rows("SELECT entries, movements FROM ledger.thin_day(1, '\(moneyDays[day])')")
    }

    /// What retention took says nothing false later: neither of a refund that comes back, nor of money that comes late.
    @Test func whatIsThinnedIsNotTakenForMissing() throws {
        let bench = try LedgerBench.ofMoney("link_thinned")
        try Self.trades(
            bench,
            [
                [
                    Row.payment("P1", "C1", 1000, day: 0), Row.refund("R1", of: "P1", "D1", 300, day: 0),
                    Row.payment("P3", "C3", 700, day: 0),
                ], [], [], [],
            ])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000), Move(.refund, "D1", "R1", -300)])
        try bench.book(moneyDays[1], [])
        #expect(try bench.moneyItems() == ["not_booked|2026-11-20|-700|open"])
        // The one whose money is missing stays.
        #expect(try Self.thin(bench, 0) == ["2|2"])
        try bench.book(moneyDays[2], [Move(.payment, "C3", "P3", 700), Move(.refundReturned, "D1", "", 300)])
        #expect(try bench.moneyItems() == [])
        #expect(
            try bench.rows(
                "SELECT bill_date, business_no, outcome, entry_date FROM recon.movements ORDER BY business_no") == [
                    "2026-11-22|C3|booked|2026-11-20", "2026-11-22|D1|waiting_for_trade|",
                ])
        // The thinned day was stated once more, with what it had.
        #expect(
            try bench.rows(
                """
                SELECT line, amount FROM recon.bridge WHERE bill_date = '2026-11-20' AND amount <> 0 ORDER BY line_no
                """) == ["expected|14.00", "booked_other_day|-7.00", "booked|7.00"])
        #expect(
            try bench.rows(
                "SELECT line, movements, amount FROM recon.funds_statement WHERE bill_date = '2026-11-20' AND movements > 0"
            )
            .sorted() == ["payment|1|10.00", "refund|1|-3.00"])
        // Now it may go as well; what went before is not told twice.
        #expect(try Self.thin(bench, 0) == ["1|0"])
        #expect(
            try bench.rows(
                "SELECT sum(length(lines) + octet_length(tags)) FROM ledger.movement_block WHERE bill_date = '2026-11-20'"
            )
                == ["0"])
    }
}
