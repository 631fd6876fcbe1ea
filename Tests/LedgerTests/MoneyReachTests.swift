import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

/// Which days and which rows a settlement of the money reaches: small books, each with one thing that only one step of it
/// leads to (Contract 5.4).
@Suite(.serialized, .waiting) struct MoneyReachTests {
    @Test func whatWaitsFallsDueWithALaterDay() throws {
        let bench = try LedgerBench.ofMoney("reach_due")
        try bench.trade(0, [Row.payment("P1", "C1", 1000, day: 0)])
        try bench.book(moneyDays[0], [], settlementDays: 1)
        #expect(try bench.moneyItems() == ["not_booked|2026-11-20|-1000|pending"])
        try bench.book(moneyDays[1], [], settlementDays: 1)
        #expect(try bench.moneyItems() == ["not_booked|2026-11-20|-1000|open"])
    }

    /// Two rows too many that cancel add nothing to the bridge, and go with their bill all the same.
    @Test func aSurplusThatCancelsGoesWithItsBill() throws {
        let bench = try LedgerBench.ofMoney("reach_cancels")
        try bench.trade(0, [Row.payment("P1", "C1", 1000, day: 0)])
        try bench.trade(1, [])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000)])
        try bench.book(moneyDays[1], [Move(.payment, "C1", "P1", 5), Move(.payment, "C1", "P1", -5)])
        #expect(
            try bench.moneyItems() == ["booked_twice|2026-11-21|-5|open", "booked_twice|2026-11-21|5|open"])
        #expect(
            try bench.rows("SELECT line FROM recon.bridge WHERE bill_date = '2026-11-21'")
                == ["expected", "booked", "residual"])
        try bench.book(moneyDays[1], [])
        #expect(try bench.moneyItems() == [])
    }

    /// What a person called corrected is looked at again by the day that shows it, which is not its own any more.
    @Test func aLateItemThatIsNotCorrectedReopensWithTheDayThatShowsIt() throws {
        let bench = try LedgerBench.ofMoney("reach_late")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        try bench.trade(1, [])
        try bench.book(moneyDays[0], [], settlementDays: 1)
        try bench.sql("INSERT INTO ledger.period (closed_through, closed_by) VALUES ('2026-11-20', 'test')")
        try bench.book(moneyDays[1], [], settlementDays: 1)
        #expect(
            try bench.rows("SELECT bill_date, late_on, status FROM ledger.item WHERE kind = 'funds'")
                == ["2026-11-20|2026-11-21|open"])
        try bench.sql("SELECT recon.resolve(item_id, 'corrected', 'paid in') FROM ledger.item WHERE kind = 'funds'")
        try bench.book(moneyDays[1], [], settlementDays: 1)
        #expect(try bench.moneyItems() == ["not_booked|2026-11-20|-1000|open"])
    }

    /// Nothing of a movement stays on the entry's day when the bill that had it no longer does.
    @Test func whatWasBookedForADayBeforeGoesWithItsBill() throws {
        let bench = try LedgerBench.ofMoney("reach_goes")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        try bench.trade(1, [])
        try bench.book(moneyDays[0], [])
        try bench.book(moneyDays[1], [Move(.payment, "C1", "P1", 1000)])
        #expect(try bench.moneyItems() == [])
        try bench.book(moneyDays[1], [])
        #expect(try bench.moneyItems() == ["not_booked|2026-11-20|-1000|open"])
        #expect(try bench.rows("SELECT DISTINCT bill_date FROM ledger.bridge_part") == ["2026-11-20"])
    }

    /// A trade bill that comes between days of money finds what moved after it, by the channel's number and by the shop's.
    @Test(arguments: ["C1", "X1"], [true, false])
    func aTradeBillFindsWhatMovedAfterIt(number: String, isTradeKnown: Bool) throws {
        let bench = try LedgerBench.ofMoney("reach_between_\(number)_\(isTradeKnown)")
        try bench.trade(0, [])
        if isTradeKnown { for day in 1...2 { try bench.trade(day, []) } }
        try bench.book(moneyDays[0], [])
        try bench.book(moneyDays[2], [Move(.payment, number, number == "C1" ? "" : "P1", 1000)])
        #expect(try bench.moneyItems() == (isTradeKnown ? ["booked_only|2026-11-22|1000|open"] : []))
        if !isTradeKnown { try bench.trade(2, []) }
        try bench.trade(1, [.payment("P1", "C1", 1000, day: 1)])
        #expect(try bench.links() == ["2026-11-22|\(number)|payment|booked|2026-11-21"])
        #expect(try bench.moneyItems() == [])
        // The trade bill's own verdict is not the money's.
        #expect(
            try bench.rows(
                "SELECT verdict FROM recon.runs WHERE kind = 'trade' AND bill_date = '2026-11-21' AND in_force")
                == ["balanced"])
    }

    /// By the shop's number, too: once the entry is gone nothing but that number leads from it to the movement.
    @Test func aMovementByTheShopsNumberIsNobodysOnceItsEntryIsGone() throws {
        let bench = try LedgerBench.ofMoney("reach_gone")
        let kept = Row.payment("P2", "C2", 500, day: 0)
        try bench.trade(0, [Row.payment("P1", "C1", 1000, day: 0), kept])
        try bench.trade(1, [])
        try bench.book(moneyDays[0], [Move(.payment, "C2", "P2", 500)])
        try bench.book(moneyDays[1], [Move(.payment, "X1", "P1", 1000)])
        #expect(try bench.moneyItems() == [])
        try bench.sql("DELETE FROM taobao.payment_record WHERE payment_no = 'P1'")
        try bench.conclude(moneyDays[0], [kept])
        #expect(try bench.moneyItems() == ["booked_only|2026-11-21|1000|open"])
    }

    /// The same money twice, once by each number, on two days in any order.
    @Test(arguments: [[0, 1], [1, 0]]) func twiceIsTwiceByEitherNumber(order: [Int]) throws {
        let bench = try LedgerBench.ofMoney("reach_twice_\(order[0])")
        try bench.trade(0, [Row.payment("P1", "C1", 1000, day: 0)])
        try bench.trade(1, [])
        let moves = [[Move(.payment, "C1", "P1", 1000)], [Move(.payment, "X1", "P1", 1000)]]
        for day in order { try bench.book(moneyDays[day], moves[day]) }
        #expect(try bench.moneyItems() == ["booked_twice|2026-11-21|1000|open"])
        #expect(
            try bench.links() == [
                "2026-11-20|C1|payment|booked|2026-11-20", "2026-11-21|X1|payment|booked_twice|2026-11-20",
            ])
    }

    /// What lies before the first funds bill is taken as given, until an earlier one is the first.
    @Test(arguments: [[0, 2], [2, 0]]) func anEarlierBillMayBecomeTheFirst(order: [Int]) throws {
        let bench = try LedgerBench.ofMoney("reach_first_\(order[0])")
        try bench.trade(0, [])
        try bench.trade(1, [Row.payment("P1", "C1", 1000, day: 1)])
        try bench.trade(2, [])
        let moves = [[], [], [Move(.payment, "C1", "P1", 999)]]
        for day in order { try bench.book(moneyDays[day], moves[day]) }
        #expect(try bench.moneyItems() == ["booked_amount_mismatch|2026-11-22|-1|open"])
    }

    /// The same where an entry has nothing yet, and only what moved for another one of its trade led to it.
    @Test(arguments: [[0, 2], [2, 0]]) func whatWasTakenAsGivenWaitsOnceAnEarlierBillIsThere(order: [Int]) throws {
        let bench = try LedgerBench.ofMoney("reach_given_\(order[0])", .byTrade)
        try bench.trade(0, [])
        try bench.trade(1, [.payment("P1", "T1", 5000, day: 1), .refund("R1", of: "P1", "T1", 300, day: 1)])
        try bench.trade(2, [])
        for day in order { try bench.book(moneyDays[day], [[], [], [Move(.refund, "T1", "P1", -300)]][day]) }
        #expect(try bench.moneyItems() == ["not_booked|2026-11-21|-5000|pending"])
    }

    /// More than a few open lines of a block are unpacked together, and none of them is lost.
    @Test func manyOpenLinesOfABlockAreAllLookedAt() throws {
        let bench = try LedgerBench.ofMoney("reach_many")
        let plain = Row.payment("P9", "C9", 1000, day: 0)
        try bench.trade(0, (1...6).map { Row.payment("P\($0)", "C\($0)", 100, day: 0) } + [plain])
        try bench.book(
            moneyDays[0], (1...6).map { Move(.payment, "X\($0)", "", 7) } + [Move(.payment, "C9", "P9", 1000)])
        let items = try bench.rows(
            "SELECT code, count(*), sum(difference_fen) FROM ledger.item WHERE kind = 'funds' AND found GROUP BY 1 ORDER BY 1"
        )
        #expect(items.sorted() == ["booked_only|6|42", "not_booked|6|-600"])
        #expect(try bench.rows("SELECT count(*) FROM ledger.movement") == ["6"])
        #expect(try bench.rows("SELECT movements, counts FROM ledger.movement_block") == ["1|{1}"])
    }

    /// A row that cannot be packed is linked by its numbers; a withdrawal is nobody's whatever number it bears.
    @Test func whatCannotBePackedIsLookedAtAsWell() throws {
        let bench = try LedgerBench.ofMoney("reach_unpacked")
        try bench.trade(0, [Row.payment("P1", "C1", 1000, day: 0)])
        try bench.book(
            moneyDays[0],
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
        let bench = try LedgerBench.ofMoney("reach_numberless")
        try bench.trade(0, [Row.payment("P1", "", 1000, day: 0)])
        try bench.book(moneyDays[0], [Move(.payment, "", "", 5), Move(.payment, "", "P1", 1000)])
        #expect(try bench.moneyItems() == ["booked_only|2026-11-20|5|open"])
        #expect(
            try bench.links() == ["2026-11-20||payment|booked_only|", "2026-11-20||payment|booked|2026-11-20"])
        try bench.book(moneyDays[0], [Move(.payment, "", "P1", 1000)])
        #expect(try bench.moneyItems() == [])
        #expect(try bench.rows("SELECT line, amount FROM recon.bridge ORDER BY line_no").first == "expected|10.00")
    }

    /// A group may go on in the next rows of those that are read at once.
    @Test func aGroupIsOneHoweverManyRowsItHas() throws {
        let bench = try LedgerBench.ofMoney("reach_large")
        try bench.trade(0, [Row.payment("P1", "C1", 1000, day: 0)])
        try bench.book(moneyDays[0], (0..<5100).map { _ in Move(.payment, "C1", "P1", 1) })
        #expect(
            try bench.rows("SELECT outcome, count(*) FROM ledger.movement GROUP BY 1 ORDER BY 1")
                == ["booked|1", "booked_twice|5099"])
    }

    /// A day is run again when its bridge is another one, and not when lines of different numbers cancel as before.
    @Test func whatCancelsChangesNoDay() throws {
        let bench = try LedgerBench.ofMoney("reach_no_change")
        let bill: [Row] = [.payment("P1", "C1", 1000, day: 0), .payment("P2", "C2", 500, day: 0)]
        try bench.trade(0, bill)
        try bench.trade(1, [])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000), Move(.payment, "C2", "P2", 500)])
        try bench.book(moneyDays[1], [Move(.payment, "C1", "P1", 5), Move(.payment, "C2", "P2", -5)])
        let runs = "SELECT count(*) FROM ledger.run WHERE kind = 'funds' AND bill_date = '2026-11-21'"
        let rows = "SELECT xmin, business_no FROM ledger.movement WHERE bill_date = '2026-11-21' ORDER BY 2"
        let before = try bench.rows(runs) + bench.rows(rows)
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000), Move(.payment, "C2", "P2", 500)])
        #expect(try bench.rows(runs) + bench.rows(rows) == before)
    }

    /// Nothing is moved in a movement of nothing; whose it is, its pot's statement tells all the same.
    @Test func aMovementOfNothingIsStatedOnceMore() throws {
        let bench = try LedgerBench.ofMoney("reach_nothing")
        func free(_ number: String, day: Int) -> Row {
            var row = Row.payment(number, "C1", 5, day: day)
            row.discountFen = 5
            return row
        }
        try bench.trade(0, [])
        try bench.trade(1, [free("P2", day: 1)])
        try bench.book(moneyDays[0], [])
        try bench.book(moneyDays[1], [Move(.payment, "C1", "", 0)])
        let line = "SELECT line FROM recon.funds_statement WHERE bill_date = '2026-11-21' AND movements > 0"
        #expect(try bench.rows(line) == ["payment"])
        try bench.trade(0, [free("P1", day: 0)])
        #expect(try bench.rows(line) == ["payment_other_day"])
    }

    /// A row that cannot be packed stays alone when its day is run again.
    @Test func aRepeatedRunPacksTheSame() throws {
        let bench = try LedgerBench.ofMoney("reach_again")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        for _ in 0..<2 {
            try bench.book(moneyDays[0], [Move(.withdrawal, "C1", "P\t", -50), Move(.payment, "C1", "P1", 1000)])
            #expect(try bench.rows("SELECT movement_class FROM ledger.movement") == ["withdrawal"])
        }
    }

    /// Two accounts may use the same numbers on the same day, line by line.
    @Test func accountsWithTheSameNumbersAreApart() throws {
        let bench = try LedgerBench.ofMoney("reach_accounts")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0), .payment("P2", "C2", 500, day: 0)])
        try bench.pay("P2", 400, at: "\(moneyDays[0]) 12:00:00", account: "B")
        try bench.trade(
            0, [],
            unknown: [
                .payment("P1", "C1", 900, day: 0), .payment("P2", "C2", 400, day: 0), .payment("P1", "C1", 90, day: 0),
            ], account: "B")
        for account in ["A", "B"] { try bench.trade(1, [], account: account) }
        func items() throws -> [String] {
            try bench.rows(
                """
                SELECT account, code, bill_date, difference_fen FROM ledger.item JOIN ledger.account USING (account_id)
                WHERE kind = 'funds' AND found ORDER BY 1, 2, 3, 4
                """)
        }
        let right = [Move(.payment, "C1", "P1", 1000), Move(.payment, "C2", "P2", 500)]
        let wrong = [Move(.payment, "C1", "P1", 999), Move(.payment, "", "", 7), Move(.payment, "C2", "P2", 500)]
        let ofB = [
            "B|booked_amount_mismatch|2026-11-20|-1", "B|booked_only|2026-11-20|8", "B|booked_only|2026-11-21|1",
        ]
        try bench.book(moneyDays[0], right)
        try bench.book(
            moneyDays[0],
            [
                Move(.payment, "C1", "P1", 900), Move(.payment, "", "", 8), Move(.payment, "C1", "P1", 89),
                Move(.payment, "C2", "P2", 400),
            ], account: "B")
        try bench.book(moneyDays[1], [Move(.payment, "X1", "P9", 1)], account: "B")
        #expect(try items() == ofB)
        try bench.book(moneyDays[1], [Move(.payment, "C1", "P1", 3)])
        #expect(try items() == ["A|booked_twice|2026-11-21|3"] + ofB)
        #expect(
            try bench.rows(
                """
                SELECT account, outcome FROM ledger.movement JOIN ledger.account USING (account_id)
                WHERE bill_date = '2026-11-21' ORDER BY 1
                """) == ["A|booked_twice", "B|booked_only"])
        try bench.book(moneyDays[0], wrong)
        try bench.book(moneyDays[1], [Move(.payment, "X1", "P9", 2)])
        #expect(
            try items() == [
                "A|booked_amount_mismatch|2026-11-20|-1", "A|booked_only|2026-11-20|7", "A|booked_only|2026-11-21|2",
            ] + ofB)
        #expect(
            try bench.rows(
                """
                SELECT account, line, amount FROM recon.bridge WHERE bill_date = '2026-11-20' AND amount <> 0
                ORDER BY 1, line_no
                """) == [
                    "A|expected|15.00", "A|booked_only|0.07", "A|booked_amount_mismatch|-0.01", "A|booked|15.06",
                    "B|expected|13.90", "B|booked_only|0.08", "B|booked_amount_mismatch|-0.01", "B|booked|13.97",
                ])
        try bench.book(moneyDays[0], right)
        try bench.book(moneyDays[1], [])
        #expect(try items() == ofB)
    }
}
