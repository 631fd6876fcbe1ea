import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

/// What an item of the money tells, and what its day's run says of it (Contract 5.4, 5.6).
@Suite(.serialized, .waiting) struct MoneyItemsTests {
    /// Whose numbers an item bears: the entry's, where there is one, else those that the movement says.
    @Test(arguments: [MoneyForm.byBusiness, .byTrade]) func anItemTellsItsNumbers(form: MoneyForm) throws {
        let bench = try LedgerBench.ofMoney("items_\(form)", form)
        let refundNo = form == .byTrade ? "C1" : "D1"
        try bench.trade(
            0, [.payment("P1", "C1", 1000, day: 0), .refund("R1", of: "P1", refundNo, 300, day: 0, tradeNo: "C1")])
        let shopNo = form == .byTrade ? "P1" : "R1"
        try bench.book(
            moneyDays[0],
            [
                Move(.payment, "C1", "P1", 1000), Move(.refund, refundNo, shopNo, -300),
                Move(.payment, "C1", "P1", 1000),
                Move(.refund, refundNo, shopNo, -300), Move(.refund, refundNo, shopNo, -1), Move(.fee, "X5", "P5", -5),
                Move(.refund, "X6", "N6", -7), Move(.payment, "X7", "P7", 9), Move(.payment, "X7", "P7", 8),
                Move(.fee, "X7", "P7", -2), Move(.payment, "", "P8", 6),
            ])
        let line = "name|type|F"
        #expect(
            try bench.rows(
                """
                SELECT details ->> 'line', code, movement_class, pot, entry_type, payment_no, refund_no, channel_no,
                       channel_trade_no, channel_refund_no IS NULL, channel_refund_no, occurrence, difference_fen,
                       details ->> 'name', details ->> 'type', left(details ->> 'flow_no', 1)
                FROM ledger.item WHERE kind = 'funds' AND found ORDER BY (details ->> 'line')::integer
                """) == [
                    "4|booked_twice|payment|BASIC|payment|P1||C1|C1|t||1|1000|\(line)",
                    "5|booked_twice|refund|BASIC|refund|P1|R1|\(refundNo)|C1|f|\(refundNo)|1|-300|\(line)",
                    "6|booked_twice|refund|BASIC|refund|P1|R1|\(refundNo)|C1|f|\(refundNo)|2|-1|\(line)",
                    "7|booked_only|fee|BASIC|payment|P5||X5|X5|t||1|-5|\(line)",
                    "8|booked_only|refund|BASIC|refund|\(form == .byTrade ? "N6|" : "|N6")|X6|X6|t||1|-7|\(line)",
                    "9|booked_only|payment|BASIC|payment|P7||X7|X7|t||1|9|\(line)",
                    "10|booked_only|payment|BASIC|payment|P7||X7|X7|t||2|8|\(line)",
                    "11|booked_only|fee|BASIC|payment|P7||X7|X7|t||1|-2|\(line)",
                    "12|booked_only|payment|BASIC|payment|P8||P8||t||1|6|\(line)",
                ])
    }

    /// An entry without a number of the channel's is told by the shop's.
    @Test func anEntryWithoutANumberIsToldByTheShops() throws {
        let bench = try LedgerBench.ofMoney("shops_number")
        try bench.trade(0, [.payment("P1", "", 1000, day: 0)])
        try bench.book(moneyDays[0], [])
        #expect(
            try bench.rows("SELECT code, payment_no, channel_no FROM ledger.item WHERE kind = 'funds'")
                == ["not_booked|P1|P1"])
    }

    /// What waits is what has not moved yet.
    @Test func aFeeThatIsStillToComeWaitsAlone() throws {
        let bench = try LedgerBench.ofMoney("fee_waits")
        var payment = Row.payment("P1", "C1", 1000, day: 0)
        payment.feeE5 = 6000
        try bench.trade(0, [payment])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000)], settlementDays: 1)
        #expect(
            try bench.rows(
                "SELECT code, status, channel_fen, difference_fen, due_date FROM ledger.item WHERE kind = 'funds'")
                == ["not_booked|pending|994|6|2026-11-21"])
    }

    /// A movement whose number is of the other family, or which has none where an entry has none, is told by its own.
    @Test func whatIsOfNoEntryIsToldByItsOwnNumber() throws {
        let bench = try LedgerBench.ofMoney("own_family")
        var odd = Row.payment("", "C0", 5, day: 0)
        odd.isClassified = false
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)], unknown: [odd])
        try bench.book(
            moneyDays[0],
            [
                Move(.payment, "C1", "P1", 1000), Move(.refund, "X1", "P1", -300), Move(.payment, "C0", "", 5),
                Move(.payment, "X2", "", 6),
            ])
        #expect(
            try bench.rows("SELECT code, channel_no FROM ledger.item WHERE kind = 'funds' ORDER BY 2")
                == ["booked_twice|C0", "booked_only|X1", "booked_only|X2"])
    }

    /// Alike to the last, items are counted in the order of their days and lines, in each pot for itself.
    @Test func itemsThatAreAlikeAreCounted() throws {
        let bench = try LedgerBench.ofMoney("alike_items")
        bench.moneyPots = ["BASIC", "FEES"]
        try bench.trade(0, [])
        try bench.trade(1, [])
        try bench.book(moneyDays[1], [Move(.payment, "X1", "P1", 5), Move(.payment, "X1", "P1", 6, pot: "FEES")])
        try bench.book(moneyDays[0], [Move(.payment, "X1", "P1", 7)])
        #expect(
            try bench.rows(
                """
                SELECT pot, occurrence, bill_date, difference_fen FROM ledger.item WHERE kind = 'funds' AND found ORDER BY 1, 2
                """) == ["BASIC|1|2026-11-20|7", "BASIC|2|2026-11-21|5", "FEES|1|2026-11-21|6"])
    }

    private static func runs(_ bench: LedgerBench) throws -> [String] {
        try bench.rows(
            """
            SELECT bill_date, verdict, entries, matched, cross_day, pending, discrepancies FROM recon.runs
            WHERE kind = 'funds' AND in_force ORDER BY 1
            """)
    }

    /// Matched is what was booked on the day of its entry, packed or not, cross-day what was on another.
    @Test func aRunCountsWhatMoved() throws {
        let bench = try LedgerBench.ofMoney("counts")
        try bench.trade(
            0,
            [
                .payment("P1", "C1", 1000, day: 0), .payment("P2", "C2", 500, day: 0),
                .payment("P3", "C3", 700, day: 0),
                .payment("P4", "C4", 300, day: 0),
            ], unknown: [.payment("P5", "C5", 200, day: 0)])
        try bench.trade(1, [])
        let first = [
            Move(.payment, "C1", "P1", 1000), Move(.payment, "C5", "P5", 200), Move(.withdrawal, "W1", "", -50),
            Move(.payment, "C2", "P2", 500), Move(.payment, "C2", "P2", 500),
        ]
        try bench.book(moneyDays[0], first, settlementDays: 1)
        #expect(try Self.runs(bench) == ["2026-11-20|discrepancies|5|3|0|2|1"])
        try bench.sql("SELECT recon.acknowledge(item_id, 'looked at') FROM ledger.item WHERE code = 'booked_twice'")
        try bench.book(moneyDays[1], [Move(.payment, "C3", "P3", 700)], settlementDays: 1)
        #expect(
            try Self.runs(bench) == ["2026-11-20|discrepancies|5|3|0|0|2", "2026-11-21|balanced|1|0|1|0|0"])
        // What nobody has to look at any more leaves the day green, whatever its trade bill has.
        try bench.book(
            moneyDays[1], [Move(.payment, "C3", "P3", 700), Move(.payment, "C4", "P4", 300)], settlementDays: 1)
        try bench.book(moneyDays[0], Array(first.dropLast()), settlementDays: 1)
        #expect(
            try Self.runs(bench) == ["2026-11-20|balanced|4|3|0|0|0", "2026-11-21|balanced|2|0|2|0|0"])
        #expect(
            try bench.rows("SELECT verdict FROM recon.runs WHERE kind = 'trade' AND in_force ORDER BY bill_date")
                == ["discrepancies", "balanced"])
    }

    /// A fee that goes back is of the trade like the refund itself.
    @Test func aFeeThatGoesBackIsOfTheTrade() throws {
        let bench = try LedgerBench.ofMoney("fee_back")
        var refund = Row.refund("R1", of: "P1", "D1", 300, day: 0, tradeNo: "C1")
        refund.feeE5 = -6000
        try bench.trade(0, [refund])
        try bench.book(moneyDays[0], [Move(.refund, "D1", "R1", -300), Move(.feeReturn, "D1", "R1", 6)])
        #expect(try Self.runs(bench) == ["2026-11-20|balanced|2|2|0|0|0"])
        #expect(
            try bench.rows("SELECT line, amount FROM recon.bridge WHERE amount <> 0")
                == ["expected|-2.94", "booked|-2.94"])
    }

    /// A day is proven when each of its pots is, and once the day before is there.
    @Test func aDayIsAsProvenAsTheLeastOfItsPots() throws {
        let bench = try LedgerBench.ofMoney("proven")
        for day in 0...2 { try bench.trade(day, []) }
        try bench.book(moneyDays[0], [])
        bench.moneyPots = ["BASIC", "FEES"]
        try bench.book(moneyDays[2], [])
        #expect(try Self.runs(bench) == ["2026-11-20|balanced|0|0|0|0|0", "2026-11-22|pending|0|0|0|0|0"])
        try bench.book(moneyDays[1], [])
        #expect(try Self.runs(bench).allSatisfy { $0.contains("|balanced|") })
    }

    /// What waits keeps a day in doubt, and nothing else of it.
    @Test func aDayOnWhichSomethingWaitsIsPending() throws {
        let bench = try LedgerBench.ofMoney("waits_only")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        try bench.book(moneyDays[0], [], settlementDays: 1)
        #expect(try Self.runs(bench) == ["2026-11-20|pending|0|0|0|1|0"])
    }

    /// So does a movement whose trade bill is still to come, also where such movements add up to nothing.
    /// Under numbers of their own and under one, packed and as rows of their own.
    @Test(arguments: [["X1", "X2"], ["X1", "X1"], ["X\t1", "X\t1"]])
    func movementsThatWaitAreToldWhereTheyCancel(_ numbers: [String]) throws {
        let bench = try LedgerBench.ofMoney(
            "waits_cancel_\(numbers.joined(separator: "_").lowercased().replacing("\t", with: "t"))")
        try bench.book(moneyDays[0], [Move(.payment, numbers[0], "P1", 5), Move(.refund, numbers[1], "R2", -5)])
        #expect(try Self.runs(bench) == ["2026-11-20|pending|2|0|0|0|0"])
        #expect(
            try bench.rows("SELECT line, amount FROM recon.bridge")
                == ["expected|0.00", "waiting_for_trade|0.00", "booked|0.00", "residual|0.00"])
    }

    /// Only a refund that came back is a question to the shop: most days do without it.
    @Test func theShopIsAskedOnlyOfWhatCameBack() throws {
        let bench = try LedgerBench.ofMoney("asked")
        try bench.trade(
            0, [.payment("P1", "C1", 1000, day: 0), .refund("R1", of: "P1", "D1", 300, day: 0, tradeNo: "C1")])
        try bench.trade(1, [])
        try bench.sql("ALTER SCHEMA taobao RENAME TO gone")
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000), Move(.refund, "D1", "R1", -299)])
        #expect(try bench.moneyItems() == ["booked_amount_mismatch|2026-11-20|1|open"])
        #expect(throws: (any Error).self) {
            try bench.book(moneyDays[1], [Move(.refundReturned, "D1", "R1", 299)])
        }
    }
}
