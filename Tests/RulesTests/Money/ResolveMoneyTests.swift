import Rules
import Testing
import Vocabulary

/// Contract 5.4 as tables: what a trade bill lets one expect, what moved, and what is said of it. Days are counted from 0;
/// unless a row says otherwise, trade and funds bills of days -3 to 9 are in force, and all happens at noon.
@Suite struct ResolveMoneyTests {
    @Test(arguments: [
        Row("paid and booked at once", [.paid(88_00, fee: 53)], [.payment(88_00), .fee(-53)]),
        Row("a fee of half a fen is one fen", [.paid(1_00, feeE5: 500)], [.payment(1_00), .fee(-1)]),
        Row("no fee, no row", [.paid(5_00)], [.payment(5_00)]),
        Row("all paid by others moves nothing", [.paid(0)], []),
        Row("nothing moved", [.paid(88_00, fee: 53)], [], "0 not_booked -87.47"),
        Row("one fen short", [.paid(88_00, fee: 53)], [.payment(87_99), .fee(-53)], "0 booked_amount_mismatch -0.01"),
        Row(
            "a fen of fee too much", [.paid(88_00, fee: 53)], [.payment(88_00), .fee(-54)],
            "0 booked_fee_mismatch -0.01"),
        Row("the fee never came", [.paid(88_00, fee: 53)], [.payment(88_00)], "0 booked_fee_mismatch 0.53"),
        Row(
            "a fee that was not announced", [.paid(88_00)], [.payment(88_00), .fee(-53)], "0 booked_fee_mismatch -0.53"),
        Row("only the fee moved", [.paid(88_00, fee: 53)], [.fee(-53)], "0 booked_amount_mismatch -88.00"),
        Row(
            "both are wrong", [.paid(88_00, fee: 53)], [.payment(80_00), .fee(-50)],
            "0 booked_amount_mismatch -8.00", "0 booked_fee_mismatch 0.03"),
        Row("booked twice", [.paid(88_00)], [.payment(88_00), .payment(88_00)], "0 booked_twice 88.00"),
        Row(
            "what fits is the entry's, not what came first", [.paid(88_00)], [.payment(7_00), .payment(88_00)],
            "0 booked_twice 7.00"),
        Row("the fee twice", [.paid(88_00, fee: 53)], [.payment(88_00), .fee(-53), .fee(-53)], "0 booked_twice -0.53"),
        Row("nobody's", [], [.payment(88_00)], "0 booked_only 88.00"),
        Row(
            "nobody's, and each by itself", [], [.payment(88_00), .fee(-53)], "0 booked_only -0.53",
            "0 booked_only 88.00"),
    ])
    func payments(_ row: Row) { row.check() }

    @Test(arguments: [
        Row("gross: in full, and the fee back", [.refunded(30_00, fee: 18)], [.refund(-30_00), .feeReturn(18)]),
        Row("net: less the fee", [.refunded(30_00, fee: 18)], [.refund(-29_82)]),
        Row("neither", [.refunded(30_00, fee: 18)], [.refund(-29_81)], "0 booked_amount_mismatch 0.01"),
        Row(
            "gross, and the fee stays away", [.refunded(30_00, fee: 18)], [.refund(-30_00)],
            "0 booked_fee_mismatch -0.18"),
        Row(
            "net, and the fee as well", [.refunded(30_00, fee: 18)], [.refund(-29_82), .feeReturn(18)],
            "0 booked_fee_mismatch 0.18"),
        Row(
            "what comes to the same", [.refunded(30_00, fee: 18)], [.refund(-29_90), .feeReturn(8)]),
        Row("nothing moved", [.refunded(30_00, fee: 18)], [], "0 not_booked 29.82"),
        Row("taken twice", [.refunded(30_00)], [.refund(-30_00), .refund(-30_00)], "0 booked_twice -30.00"),
        Row(
            "gross, and too little", [.refunded(30_00, fee: 18)], [.refund(-29_00), .feeReturn(18)],
            "0 booked_amount_mismatch 1.00"),
        Row(
            "net, and too much", [.refunded(30_00, fee: 18)], [.refund(-30_82)], "0 booked_amount_mismatch -1.00"),
        Row(
            "a fee given back for nothing", [.refunded(30_00)], [.refund(-30_00), .feeReturn(18)],
            "0 booked_fee_mismatch 0.18"),
    ])
    func refunds(_ row: Row) { row.check() }

    @Test(arguments: [
        Row("went out and came back weeks later", [.refunded(30_00)], [.refund(-30_00), .returned(30_00, on: 9)]),
        Row(
            "and the shop says the buyer has it", [.refunded(30_00, isSucceededAtShop: true)],
            [.refund(-30_00), .returned(30_00, on: 9)], "9 refund_returned 30.00"),
        Row("the bill says it failed, and nothing moved", [.failed()], []),
        Row("the bill says it failed, and it came back", [.failed()], [.refund(-30_00), .returned(30_00, on: 4)]),
        Row(
            "the bill says it failed, and the money is out", [.failed()], [.refund(-30_00)],
            "0 booked_amount_mismatch -30.00"),
        Row(
            "executed, and failed on a later bill", [.refunded(30_00), .failed(on: 3)],
            [.refund(-30_00), .returned(30_00, on: 3)]),
        Row(
            "came back twice", [.refunded(30_00)], [.refund(-30_00), .returned(30_00, on: 1), .returned(30_00, on: 2)],
            "2 booked_twice 30.00"),
        Row(
            "of two, the one that it is as much as", [.refunded(30_00), .refunded(20_00, isSucceededAtShop: true)],
            [.refund(-30_00), .refund(-20_00), .returned(20_00, on: 2)], "2 refund_returned 20.00"),
        Row("came back of nothing known", [], [.returned(30_00)], "0 booked_only 30.00"),
    ])
    func returns(_ row: Row) { row.check() }

    @Test(arguments: [
        Row(
            "two refunds, told apart by nothing: the sum is the match", [.refunded(30_00), .refunded(20_00)],
            [.refund(-25_00), .refund(-25_00)]),
        Row(
            "payment and refunds of one trade", [.paid(88_00, fee: 53), .refunded(30_00, fee: 18), .refunded(20_00)],
            [.payment(88_00), .fee(-53), .refund(-20_00), .refund(-29_82)]),
        Row(
            "one net and one gross", [.refunded(30_00, fee: 18), .refunded(20_00, fee: 12)],
            [.refund(-29_82), .refund(-20_00), .feeReturn(12)]),
        Row(
            "one of two has not moved: one difference of the group", [.refunded(30_00), .refunded(20_00)],
            [.refund(-30_00)], "0 booked_amount_mismatch 20.00"),
        Row(
            "neither has: each by itself", [.refunded(30_00), .refunded(20_00)], [],
            "0 not_booked 20.00", "0 not_booked 30.00"),
        Row(
            "the payment moved, the refund did not", [.paid(88_00), .refunded(30_00)], [.payment(88_00)],
            "0 not_booked 30.00"),
        Row(
            "a refund that no entry is there for", [.paid(88_00)], [.payment(88_00), .refund(-30_00)],
            "0 booked_twice -30.00"),
        Row(
            "one net and one gross, of which a fen too much left",
            [.refunded(30_00, fee: 18), .refunded(20_00, fee: 12)], [.refund(-29_82), .refund(-20_01), .feeReturn(12)],
            "0 booked_amount_mismatch -0.01"),
        Row(
            "one too many, and the net ones stay", [.refunded(30_00, fee: 18), .refunded(20_00, fee: 12)],
            [.refund(-7_00), .refund(-29_82), .refund(-19_88)], "0 booked_twice -7.00"),
        Row(
            "a fee given back once too often, and those that add up stay",
            [.refunded(30_00, fee: 18), .refunded(20_00, fee: 12)],
            [.refund(-30_00), .refund(-20_00), .feeReturn(5), .feeReturn(18), .feeReturn(12)], "0 booked_twice 0.05"),
        Row(
            "one of three days later", [.refunded(30_00), .refunded(20_00, on: 3)],
            [.refund(-30_00), .refund(-20_00, on: 3)]),
        Row(
            "the sum over two days", [.refunded(30_00), .refunded(20_00, on: 3)],
            [.refund(-25_00), .refund(-25_00, on: 3)]),
    ])
    func groups(_ row: Row) { row.check() }

    @Test(arguments: [
        Row(
            "a minute before midnight, booked after it", [.paid(88_00, fee: 53, at: "23:59")],
            [.payment(88_00, on: 1), .fee(-53, on: 1)]),
        Row("the fee alone after midnight", [.paid(88_00, fee: 53, at: "23:59")], [.payment(88_00), .fee(-53, on: 1)]),
        Row("a minute before midnight waits", [.paid(88_00, fee: 53, at: "23:59")], [], fundsTo: 0, "0 waits until 1"),
        Row("its fee waits", [.paid(88_00, fee: 53, at: "23:59")], [.payment(88_00)], fundsTo: 0, "0 waits until 1"),
        Row("at the edge of the window", [.paid(88_00, at: "23:30")], [], fundsTo: 0, "0 waits until 1"),
        Row("a second before the window", [.paid(88_00, at: "23:29")], [], fundsTo: 0, "0 not_booked -88.00"),
        Row("it waited in vain", [.paid(88_00, at: "23:59")], [], fundsTo: 1, "0 not_booked -88.00"),
        Row("no funds bill yet", [.paid(88_00)], [], fundsTo: -1, "0 waits until 0"),
        Row("seven days", [.paid(88_00, fee: 53)], [.payment(88_00, on: 7), .fee(-53, on: 7)], settlementDays: 7),
        Row("on the sixth", [.paid(88_00)], [], settlementDays: 7, fundsTo: 6, "0 waits until 7"),
        Row("in vain", [.paid(88_00)], [], settlementDays: 7, fundsTo: 7, "0 not_booked -88.00"),
        Row("a day too late is booked all the same", [.paid(88_00)], [.payment(88_00, on: 2)]),
        Row(
            "too little, whatever more may come", [.paid(88_00)], [.payment(80_00)], settlementDays: 2, fundsTo: 1,
            "0 booked_amount_mismatch -8.00"),
        Row("too little on another day", [.paid(88_00)], [.payment(80_00, on: 1)], "1 booked_amount_mismatch -8.00"),
        Row(
            "refunds of two days, and the second has time", [.refunded(30_00), .refunded(20_00, at: "23:59")],
            [.refund(-30_00)], fundsTo: 0, "0 waits until 1"),
        Row(
            "one of two refunds has left: which of them, its amount says", [.refunded(10_00), .refunded(20_00, on: 1)],
            [.refund(-20_00, on: 1)], settlementDays: 5, fundsTo: 1, "0 waits until 5"),
        Row(
            "and less its fee", [.refunded(10_00), .refunded(20_00, fee: 12, on: 1)],
            [.refund(-19_88, on: 1)], settlementDays: 5, fundsTo: 1, "0 waits until 5"),
    ])
    func waiting(_ row: Row) { row.check() }

    @Test(arguments: [
        Row("whose it is shows when its bill comes", [], [.payment(88_00)], tradeTo: -1, "0 waits for trade"),
        Row("a bill of the day before could bear it", [], [.payment(88_00, on: 1)], tradeFrom: 1, "1 waits for trade"),
        Row(
            "settled after seven days, from a bill not there yet", [], [.payment(88_00, on: 5)], tradeFrom: 0,
            settlementDays: 7, "5 waits for trade"),
        Row(
            "another refund of the trade has no bill yet", [.refunded(20_00, on: 1)],
            [.refund(-30_00), .refund(-20_00, on: 1)], tradeFrom: 1, "0 waits for trade"),
        Row(
            "and stands for the wrong one meanwhile", [.refunded(20_00, on: 1)], [.refund(-30_00)], tradeFrom: 1,
            fundsTo: 0,
            "1 waits until 0"),
        Row(
            "even when all funds are there", [.refunded(20_00, on: 1)], [.refund(-30_00)], tradeFrom: 1,
            "1 waits until 0"),
    ])
    func beforeTheTradeBill(_ row: Row) { row.check() }

    @Test func aDayThatIsNotThereMayHaveIt() {
        var calendar = Row("", [], [], settlementDays: 2).calendar
        let entry = Row.Entered.paid(1_00).entry
        for missing in [0, 1, 2] as [Int32] {
            calendar.fundsDays = Row.days(from: -3, to: 9).subtracting([Row.day(missing)])
            let resolution = resolveMoney(entries: [entry], movements: [], calendar: calendar)
            #expect(resolution.entries == [.waits(until: Row.day(2))] && resolution.differences.isEmpty)
        }
        calendar.fundsDays = Row.days(from: 0, to: 2)
        #expect(resolveMoney(entries: [entry], movements: [], calendar: calendar).entries == [.missing])
    }

    /// Days end somewhere, and a bill may bear any.
    @Test func theFirstDayAndTheLastOneHaveNeighbours() {
        for day in [BusinessDay(number: .min), BusinessDay(number: .max)] {
            var calendar = MoneyCalendar(
                startDate: day, cutOffWindowSeconds: 1800, settlementDays: 31, tradeDays: [], fundsDays: [])
            #expect(!calendar.isTradeKnown(for: day))
            calendar.closedThrough = BusinessDay(number: .max)
            #expect(calendar.isTradeKnown(for: day))
            #expect(calendar.isDue(ExpectedEntry(.payment, day, occurredAt: 0, settledFen: 1, feeE5: 0)))
        }
    }

    @Test func whatIsOlderThanTheFirstFundsBillIsTakenAsGivenAndLinkedAllTheSame() {
        var calendar = Row("", [], [], settlementDays: 2).calendar
        calendar.fundsDays = Row.days(from: 1, to: 9)
        let entry = Row.Entered.paid(1_00).entry
        let unseen = resolveMoney(entries: [entry], movements: [], calendar: calendar)
        #expect(unseen.entries == [.given] && unseen.differences.isEmpty)
        #expect(unseen.bridge[Row.day(0)]?.closes == true)
        let seen = resolveMoney(
            entries: [entry], movements: [Row.Moved.payment(99, on: 1).movement], calendar: calendar)
        #expect(seen.differences.map(\.code) == [.bookedAmountMismatch])
    }

    @Test func anEntryOfAnUnknownKindBearsItsNumber() {
        let resolution = resolveMoney(
            entries: [], isKnown: true, movements: [Row.Moved.payment(88_00).movement],
            calendar: Row("", [], []).calendar)
        #expect(resolution.differences.map(\.code) == [.bookedTwice])
    }

    @Test func whatAClosedPeriodHasNotSeenComesNoMore() {
        var calendar = Row("", [], [], tradeTo: -9, fundsTo: -9).calendar
        #expect(!calendar.isTradeKnown(for: Row.day(0)))
        calendar.closedThrough = Row.day(0)
        #expect(calendar.isTradeKnown(for: Row.day(0)))
        #expect(!calendar.isTradeKnown(for: Row.day(1)))
        let entry = Row.Entered.paid(1_00).entry
        #expect(resolveMoney(entries: [entry], movements: [], calendar: calendar).entries == [.missing])
    }

    /// Weeks later its entry may be one that retention has removed: then nobody can say whose it is.
    @Test func aRefundThatCameBackIsNobodysOnlyWhileAllEntriesAreKept() {
        let days = Set((0...9).map { BusinessDay(number: 20_000 + $0) })
        var calendar = MoneyCalendar(
            startDate: BusinessDay(number: 20_000), cutOffWindowSeconds: 0, tradeDays: days, fundsDays: days)
        func outcome(_ movementClass: MovementClass) -> MoneyResolution.MovementOutcome? {
            let moved = BookedMovement(movementClass, BusinessDay(number: 20_005), 300)
            return resolveMoney(entries: [], movements: [moved], calendar: calendar).movements.first
        }
        #expect(outcome(.refundReturned) == .alone && outcome(.payment) == .alone)
        calendar.hasThinnedDays = true
        #expect(outcome(.refundReturned) == .waitsForTrade && outcome(.payment) == .alone)
        // Where an entry is there, what came back once more than it went out is too much.
        let day = BusinessDay(number: 20_003)
        let refund = ExpectedEntry(.refund, day, occurredAt: day.startEpochSeconds, settledFen: -300, feeE5: 0)
        let moved = [(.refund, -300), (.refundReturned, 300), (.refundReturned, 300)].map { movementClass, fen in
            BookedMovement(movementClass, BusinessDay(number: 20_005), fen)
        }
        #expect(
            resolveMoney(entries: [refund], movements: moved, calendar: calendar).movements
                == [.ofEntry(0), .ofEntry(0), .surplus(of: 0)])
    }
}
