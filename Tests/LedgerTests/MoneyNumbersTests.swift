import Ledger
import Rules
import TestTurns
import Testing
import Vocabulary

/// Which number leads to which entry or movement, each by itself (Contract 5.4).
@Suite(.serialized, .waiting) struct MoneyNumbersTests {
    private static let entries: [Row] = [
        .payment("PA", "CA", 1000, day: 0), .payment("PB", "CB", 1100, day: 0),
        .refund("RC", of: "PC", "DC", 300, day: 0, tradeNo: "CC"),
        .refund("RD", of: "PD", "DD", 400, day: 0, tradeNo: "CD"),
    ]

    /// A movement finds its entry of another day, packed as a pair or a row that the shop has no record for, by either number.
    @Test(arguments: [MoneyForm.byBusiness, .byTrade], [true, false])
    func eachNumberLeadsToItsEntry(form: MoneyForm, isPaired: Bool) throws {
        let bench = try LedgerBench.ofMoney("entry_\(form)_\(isPaired)", form)
        let known = Row.payment("P9", "C9", 100, day: 0)
        try bench.trade(0, [known] + (isPaired ? Self.entries : []), unknown: isPaired ? [] : Self.entries)
        try bench.trade(1, [])
        try bench.book(moneyDays[0], [Move(.payment, "C9", "P9", 100)])
        #expect(try bench.moneyItems().count == 4)
        try bench.book(
            moneyDays[1],
            [
                Move(.payment, "CA", "", 1000), Move(.payment, "XB", "PB", 1100), Move(.refund, "DC", "", -300),
                Move(.refund, "XD", form == .byTrade ? "PD" : "RD", -400),
            ])
        #expect(
            try bench.links().dropFirst() == [
                "2026-11-21|CA|payment|booked|2026-11-20", "2026-11-21|XB|payment|booked|2026-11-20",
                "2026-11-21|DC|refund|booked|2026-11-20", "2026-11-21|XD|refund|booked|2026-11-20",
            ])
        #expect(try bench.moneyItems() == [])
    }

    /// An entry finds movements that were packed before any trade bill was there, and one that is a row, by either number.
    @Test func eachNumberLeadsToItsMovement() throws {
        let bench = try LedgerBench.ofMoney("movement")
        try bench.book(
            moneyDays[1],
            [
                Move(.payment, "CA", "", 1000), Move(.payment, "XB", "PB", 1100), Move(.refund, "DC", "", -300),
                Move(.refund, "XD", "RD", -400), Move(.payment, "", "PE", 500),
            ])
        #expect(
            try bench.rows("SELECT line, movements FROM recon.funds_statement WHERE movements > 0")
                == ["payment_other_day|3", "refund_other_day|2"])
        try bench.trade(0, Self.entries + [.payment("PE", "CE", 500, day: 0)])
        try bench.book(moneyDays[0], [])
        #expect(
            try bench.links() == [
                "2026-11-21|CA|payment|booked|2026-11-20", "2026-11-21|XB|payment|booked|2026-11-20",
                "2026-11-21|DC|refund|booked|2026-11-20", "2026-11-21|XD|refund|booked|2026-11-20",
                "2026-11-21||payment|booked|2026-11-20",
            ])
        #expect(try bench.moneyItems() == [])
    }

    struct Way: Sendable {
        var name: String
        var first: Move
        var second: Move
        var outcome: String
    }

    /// P1 under C1 is booked on the first day by one of its numbers. Whatever moves on the second is looked at together with it,
    /// though the two have no number in common but by way of the entry, or of the other movement.
    private static let ways = [
        Way(
            name: "channel", first: Move(.payment, "C1", "", 1000), second: Move(.payment, "X1", "P1", 7),
            outcome: "booked_twice"),
        Way(
            name: "shop", first: Move(.payment, "X1", "P1", 1000), second: Move(.payment, "C1", "", 7),
            outcome: "booked_twice"),
        Way(
            name: "business", first: Move(.payment, "X1", "P1", 1000), second: Move(.payment, "X1", "", 7),
            outcome: "booked_only"),
        Way(
            name: "voucher", first: Move(.payment, "C1", "X1", 1000), second: Move(.payment, "", "X1", 7),
            outcome: "booked_only"),
    ]

    @Test(arguments: ways.indices, [[0, 1], [1, 0]]) func oneNumberLeadsToAnother(way: Int, order: [Int]) throws {
        let way = Self.ways[way]
        let bench = try LedgerBench.ofMoney("way_\(way.name)_\(order[0])")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        try bench.trade(1, [])
        for day in order { try bench.book(moneyDays[day], [[way.first], [way.second]][day]) }
        #expect(try bench.moneyItems() == ["\(way.outcome)|2026-11-21|7|open"])
        #expect(
            try bench.links() == [
                "2026-11-20|\(way.first.businessNo)|payment|booked|2026-11-20",
                "2026-11-21|\(way.second.businessNo)|payment|\(way.outcome)|"
                    + (way.outcome == "booked_twice" ? "2026-11-20" : ""),
            ])
    }

    /// On the day of its entry a movement by the shop's number alone is found as well.
    @Test func aMovementByTheShopsNumberAloneFindsADayBefore() throws {
        let bench = try LedgerBench.ofMoney("shop_alone")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        try bench.trade(1, [])
        try bench.book(moneyDays[0], [])
        try bench.book(moneyDays[1], [Move(.payment, "", "P1", 1000)])
        #expect(try bench.links() == ["2026-11-21||payment|booked|2026-11-20"])
        #expect(try bench.moneyItems() == [])
    }

    /// Where the two numbers of a movement are of two entries, the channel's goes first.
    @Test func theChannelsNumberGoesBeforeTheShops() throws {
        let bench = try LedgerBench.ofMoney("crossed")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0), .payment("P2", "C2", 1000, day: 0)])
        try bench.trade(1, [])
        try bench.book(moneyDays[0], [])
        try bench.book(moneyDays[1], [Move(.payment, "C1", "P2", 1000), Move(.payment, "C2", "P1", 999)])
        #expect(
            try bench.rows("SELECT code, channel_no, difference_fen FROM ledger.item WHERE kind = 'funds' AND found")
                == ["booked_amount_mismatch|C2|-1"])
    }

    /// A shop may number payments and refunds alike: the class of the movement says which of them it means.
    @Test func aRefundUnderItsPaymentsNumberIsTold() throws {
        let bench = try LedgerBench.ofMoney("alike")
        try bench.trade(
            0, [.payment("N1", "C1", 1000, day: 0), .refund("N1", of: "N1", "D1", 300, day: 0, tradeNo: "C1")])
        try bench.book(moneyDays[0], [Move(.refund, "X1", "N1", -300), Move(.payment, "X2", "N1", 1000)])
        #expect(try bench.moneyItems() == [])
    }

    /// Where movements name trades alone, the number is its payment's whatever the class: a refund too many is one of the trade's.
    @Test func aRefundOfATradeNeedsNoRefundToBeTheTrades() throws {
        let bench = try LedgerBench.ofMoney("of_trade", .byTrade)
        try bench.trade(0, [.payment("P1", "T1", 1000, day: 0)])
        try bench.book(moneyDays[0], [Move(.payment, "T1", "P1", 1000), Move(.refund, "X1", "P1", -300)])
        #expect(try bench.moneyItems() == ["booked_twice|2026-11-20|-300|open"])
    }

    /// On its own day as well, a refund of a trade is found by its payment's number.
    @Test func aRefundOfATradeIsFoundByItsPaymentsNumber() throws {
        let bench = try LedgerBench.ofMoney("by_payment", .byTrade)
        try bench.trade(0, [.refund("R1", of: "P1", "T1", 300, day: 0)])
        try bench.book(moneyDays[0], [Move(.refund, "X1", "P1", -300)])
        #expect(try bench.links() == ["2026-11-20|X1|refund|booked|2026-11-20"])
        #expect(try bench.moneyItems() == [])
    }

    /// A refund's link is the refund's number, not its payment's.
    @Test func aRefundIsBookedUnderItsOwnNumber() throws {
        let bench = try LedgerBench.ofMoney("own_number")
        try bench.trade(
            0, [.payment("P1", "C1", 1000, day: 0), .refund("R1", of: "P1", "D1", 300, day: 0, tradeNo: "C1")])
        try bench.book(moneyDays[0], [Move(.payment, "C1", "P1", 1000), Move(.refund, "D1", "", -299)])
        #expect(try bench.moneyItems() == ["booked_amount_mismatch|2026-11-20|1|open"])
    }

    /// Of several entries under one number of the shop's, the first has it: of an earlier day, or of an earlier line.
    @Test(arguments: [["C1", "C2"], ["", ""]], [0, 1])
    func ofSeveralEntriesTheFirstHasTheShopsNumber(channelNos: [String], day: Int) throws {
        let bench = try LedgerBench.ofMoney("several_\(channelNos[0])_\(day)")
        let bill: [Row] = [.payment("P1", channelNos[0], 1000, day: 0), .payment("P1", channelNos[1], 900, day: day)]
        try bench.trade(0, Array(bill[...(1 - day)]))
        try bench.trade(1, Array(bill[(2 - day)...]))
        try bench.book(moneyDays[0], [])
        try bench.book(moneyDays[1], [Move(.payment, "X1", "P1", 1000)])
        #expect(try bench.moneyItems() == ["not_booked|\(moneyDays[day])|-900|open"])
    }

    /// So it is in any order of the days, also where the first entry and what moved for it agree: payments, and refunds of a
    /// trade.
    @Test(arguments: [MoneyForm.byBusiness, .byTrade], [[0, 1], [1, 0]])
    func theFirstHasTheShopsNumberInAnyOrder(form: MoneyForm, order: [Int]) throws {
        let bench = try LedgerBench.ofMoney("first_\(form)_\(order[0])", form)
        let (bills, moves): ([[Row]], [[Move]]) =
            form == .byTrade
            ? (
                [[.refund("R1", of: "P1", "C1", 1000, day: 0)], [.refund("R2", of: "P1", "C2", 900, day: 1)]],
                [[Move(.refund, "C1", "", -1000)], [Move(.refund, "X1", "P1", -900)]]
            )
            : (
                [[.payment("P1", "C1", 1000, day: 0)], [.payment("P1", "C2", 900, day: 1)]],
                [[Move(.payment, "C1", "", 1000)], [Move(.payment, "X1", "P1", 900)]]
            )
        for day in order {
            try bench.trade(day, bills[day])
            try bench.book(moneyDays[day], moves[day])
        }
        let sign = form == .byTrade ? -1 : 1
        #expect(
            try bench.moneyItems() == [
                "not_booked|2026-11-21|\(-sign * 900)|open", "booked_twice|2026-11-21|\(sign * 900)|open",
            ])
    }

    /// Two entries under one number of the channel's: the first takes what moves, also while its own day's bill is missing, or
    /// stands without it; the second is what the number is short of.
    @Test(arguments: [[1], [0, 1], [1, 0]]) func ofTwoEntriesUnderOneNumberTheFirstIsBooked(order: [Int]) throws {
        let bench = try LedgerBench.ofMoney("one_number_\(order.map(String.init).joined())")
        let bills: [[Row]] = [[.payment("P1", "C1", 1000, day: 0)], [.payment("P2", "C1", 1000, day: 1)]]
        if !order.contains(0) { try bench.trade(0, bills[0]) }
        for day in order {
            try bench.trade(day, bills[day])
            try bench.book(moneyDays[day], [[], [Move(.payment, "C1", "", 1000)]][day])
        }
        #expect(try bench.links() == ["2026-11-21|C1|payment|booked|2026-11-20"])
        #expect(
            try bench.rows(
                "SELECT code, bill_date, channel_fen, difference_fen FROM ledger.item WHERE kind = 'funds' AND found")
                == ["booked_amount_mismatch|2026-11-21|2000|-1000"])
    }

    /// As far back as an entry may wait: the settlement days, and one more for the last minutes before midnight.
    @Test func anEntryWithoutAFundsBillIsMetAsFarBackAsItMayWait() throws {
        let bench = try LedgerBench.ofMoney("far_back")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        try bench.trade(1, [])
        try bench.trade(2, [.payment("P2", "C1", 1000, day: 2)])
        try bench.book(moneyDays[2], [Move(.payment, "C1", "", 1000)], settlementDays: 1)
        #expect(try bench.links() == ["2026-11-22|C1|payment|booked|2026-11-20"])
    }

    /// What moved for an earlier entry makes room when a day between brings another one, and money for it.
    @Test func aDayBetweenMovesWhatCameAfterIt() throws {
        let bench = try LedgerBench.ofMoney("day_between")
        try bench.trade(0, [.payment("P1", "C1", 1000, day: 0)])
        try bench.book(moneyDays[0], [])
        try bench.trade(2, [])
        try bench.book(moneyDays[2], [Move(.payment, "C1", "", 1000)])
        #expect(try bench.links() == ["2026-11-22|C1|payment|booked|2026-11-20"])
        try bench.trade(1, [.payment("P2", "C1", 1000, day: 1)])
        try bench.book(moneyDays[1], [Move(.payment, "C1", "", 1000)])
        #expect(
            try bench.links() == ["2026-11-21|C1|payment|booked|2026-11-20", "2026-11-22|C1|payment|booked|2026-11-21"])
        #expect(try bench.moneyItems() == [])
    }
}
