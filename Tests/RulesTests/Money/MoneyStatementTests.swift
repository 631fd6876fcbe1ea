import Rules
import TestRandom
import Testing
import Vocabulary

@Suite struct MoneyStatementTests {
    @Test func aPotClosesWhenEveryMovementStandsOnOneLine() {
        let line = { (movementClass: MovementClass, isOfThisDay: Bool) in
            PotStatement.Line(movementClass, isOfThisDay: isOfThisDay)
        }
        let lines = [
            line(.payment, true): Sum(3, 300_00), line(.payment, false): Sum(1, 20_00), line(.fee, true): Sum(3, -1_80),
            line(.refund, true): Sum(1, -30_00), line(.withdrawal, false): Sum(1, -500_00),
            line(.other, false): Sum(2, 5),
        ]
        #expect(PotStatement(openingFen: 1000_00, lines: lines, closingFen: 788_25).closes)
        let short = PotStatement(openingFen: 1000_00, lines: lines, closingFen: 788_24)
        #expect(!short.closes && short.residual.amountFen == 1)
        #expect(!PotStatement(openingFen: .max, lines: [line(.payment, true): Sum(1, 1)], closingFen: .min).closes)
    }

    @Test func onlyWhatEntriesExpectIsSplitByDay() {
        #expect(
            PotStatement.Line.all.map(\.name) == [
                "payment", "payment_other_day", "fee", "fee_other_day", "fee_return", "refund", "refund_other_day",
                "refund_returned", "withdrawal", "withdrawal_returned", "top_up", "transfer", "sharing", "voucher",
                "deposit", "platform", "own_funds", "other",
            ])
        #expect(PotStatement.Line(.withdrawal, isOfThisDay: true) == PotStatement.Line(.withdrawal, isOfThisDay: false))
    }

    @Test func aBridgeClosesOnlyWhenItsLinesAddUp() {
        var bridge = Bridge()
        bridge.add(100, to: .expected)
        bridge.add(-30, to: .waiting)
        bridge.add(70, to: .booked)
        #expect(bridge.closes && bridge[.residual] == 0)
        bridge.add(1, to: .bookedOnly)
        #expect(!bridge.closes && bridge[.residual] == 1)
        bridge.add(.max, to: .expected)
        #expect(bridge.isTooLarge && !bridge.closes)
    }

    /// What is booked on another day than it was listed, and what is missing of it, each on its own line of its own day.
    @Test func aDifferenceOfAnotherDayGoesOverTheLinesBetweenDays() {
        let row = Row("", [.paid(88_00, fee: 53)], [.payment(80_00, on: 1), .fee(-53)])
        let bridge = resolveMoney(
            entries: row.entries.map(\.entry), movements: row.movements.map(\.movement), calendar: row.calendar
        ).bridge
        func lines(_ day: Int32) -> [BridgeLine: Int64] {
            let bridge = bridge[Row.day(day)] ?? Bridge()
            return Dictionary(uniqueKeysWithValues: BridgeLine.allCases.map { ($0, bridge[$0]) }).filter {
                $0.value != 0
            }
        }
        #expect(lines(0) == [.expected: 87_47, .bookedOtherDay: -88_00, .booked: -53])
        #expect(lines(1) == [.fromOtherDay: 88_00, .bookedAmountMismatch: -8_00, .booked: 80_00])
    }

    /// Groups of a few entries and movements drawn by chance, under days of which some are in force.
    @Test(arguments: 0..<8 as Range<UInt64>) func whateverComesEveryBridgeClosesAndNothingIsLost(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            let row = Row.random(&random)
            let (entries, movements) = (row.entries.map(\.entry), row.movements.map(\.movement))
            let resolution = resolveMoney(entries: entries, movements: movements, calendar: row.calendar)
            #expect(resolution.bridge.values.allSatisfy { $0.closes }, "\(row)")
            let total = resolution.bridge.values.reduce(into: Bridge()) { $0 += $1 }
            #expect(total[.booked] == movements.reduce(0) { $0 + $1.amountFen })
            #expect(total[.expected] == entries.reduce(0) { $0 + $1.expectedFen })
            #expect(total[.bookedOtherDay] + total[.fromOtherDay] == 0)
            for (code, line) in [
                (MoneyCode.notBooked, BridgeLine.notBooked), (.bookedTwice, .bookedTwice), (.bookedOnly, .bookedOnly),
                (.bookedAmountMismatch, .bookedAmountMismatch), (.bookedFeeMismatch, .bookedFeeMismatch),
            ] {
                let sum = resolution.differences.reduce(0) { $0 + ($1.code == code ? $1.amountFen : 0) }
                #expect(sum == total[line], "\(row)")
            }
            // With every bill there is, nothing waits, and what was said of days before is not taken back by more days.
            var whole = row.calendar
            (whole.tradeDays, whole.fundsDays) = (Row.days(from: -40, to: 40), Row.days(from: -40, to: 40))
            let last = resolveMoney(entries: entries, movements: movements, calendar: whole)
            #expect(last.entries.allSatisfy { $0 == .booked || $0 == .missing })
            #expect(!last.movements.contains(.waitsForTrade))
            // A fee that is given back by itself may still show in which of its two forms a refund was booked.
            let hasOpenForm = entries.contains { $0.type == .refund && $0.feeFen != 0 && !row.calendar.isDue($0) }
            for difference in resolution.differences where !hasOpenForm {
                #expect(last.differences.contains(difference), "\(row)")
            }
        }
    }
}

extension Row {
    static func random(_ random: inout SeededGenerator) -> Row {
        let amounts: [Int64] = [30_00, 20_00, 10_00, 29_82]
        func amount() -> Int64 { amounts.randomElement(using: &random) ?? 0 }
        func day() -> Int32 { Int32.random(in: 0...2, using: &random) }
        func fee() -> Int64 { [0, 0, 18, 12].randomElement(using: &random) ?? 0 }
        func time() -> String { Bool.random(using: &random) ? "12:00" : "23:59" }
        let entries: [Entered] = (0..<Int.random(in: 0...4, using: &random)).map { _ in
            switch Int.random(in: 0...6, using: &random) {
            case 0...2: .paid(amount(), fee: fee(), on: day(), at: time())
            case 3...5:
                .refunded(
                    amount(), fee: fee(), on: day(), at: time(), isSucceededAtShop: Bool.random(using: &random))
            default: .failed(on: day())
            }
        }
        let movements: [Moved] = (0..<Int.random(in: 0...6, using: &random)).map { _ in
            switch Int.random(in: 0...6, using: &random) {
            case 0...1: .payment(amount(), on: day())
            case 2: .fee(-fee(), on: day())
            case 3...4: .refund(-amount(), on: day())
            case 5: .feeReturn(fee(), on: day())
            default: .returned(30_00, on: day())
            }
        }
        var row = Row(
            "random", entries, movements, tradeFrom: day() - 2, tradeTo: day(), settlementDays: day(), fundsTo: day())
        // There is nothing of a day that is not in force.
        row.entries.removeAll { !row.calendar.tradeDays.contains($0.entry.billDate) }
        row.movements.removeAll { !row.calendar.fundsDays.contains($0.movement.day) }
        return row
    }
}
