import Vocabulary

/// One key, several entries. The pair is the one whose channel number the shop knows, else the earliest; every other
/// is a duplicate in its own bill (Contract 3.3).
extension CaseWriter {
    mutating func tellDuplicateCases(_ type: EntryType, at account: SimulatedAccount) {
        tellDuplicatesUnknown(type, at: account)
        // An Alipay refund row has no number of its own that the shop could know.
        if type == .payment || account.channel == .wechatpay { tellDuplicatesKnown(type, at: account) }
    }

    /// The shop knows no channel number: the earliest entry is the pair.
    private mutating func tellDuplicatesUnknown(_ type: EntryType, at account: SimulatedAccount) {
        tell("a \(type) listed twice, alike to the last", at: account) {
            let (record, booked, day) = $0.single(type, .sameDay)
            let first = $0.row(for: record, at: $0.noon(day))
            let second = $0.row(for: record, at: booked)
            $0[row: second] = $0[row: first]
            $0.agreed(record, booked: booked, row: first)
            $0.unpaired(row: second, as: .duplicateInChannel, .sameDay)
        }
        tell("a \(type) listed three times, alike to the last", at: account) {
            let (record, booked, day) = $0.single(type, .sameDay)
            let first = $0.row(for: record, at: $0.noon(day))
            $0.agreed(record, booked: booked, row: first)
            for _ in 0..<2 {
                let again = $0.row(for: record, at: booked)
                $0[row: again] = $0[row: first]
                $0.unpaired(row: again, as: .duplicateInChannel, .sameDay)
            }
        }
        tell("a \(type) with two channel numbers on one day", at: account) {
            let (record, booked, day) = $0.single(type, .sameDay)
            let first = $0.row(for: record, at: $0.noon(day, part: 0, of: 2))
            let second = $0.row(for: record, at: $0.noon(day, part: 1, of: 2))
            $0.agreed(record, booked: booked, row: first)
            $0.unpaired(row: second, as: .duplicateInChannel, .sameDay)
        }
        tell("a \(type) listed on two days", at: account) {
            let (record, booked, day) = $0.single(type, .dayBefore)
            let first = $0.row(for: record, at: $0.noon(day.previous))
            let second = $0.row(for: record, at: $0.noon(day))
            $0.twoBills(record, booked: booked, first: first, second: second, known: nil)
        }
        tell("a \(type) listed on two days, booked on the second", at: account) {
            let day = $0.day(.dayBefore)
            let booked = $0.noon(day)
            let record = $0.record(type, $0.amount(), at: booked)
            let first = $0.row(for: record, at: $0.noon(day.previous))
            let second = $0.row(for: record, at: $0.noon(day))
            $0.twoBills(record, booked: booked, first: first, second: second, known: nil)
        }
    }

    /// The shop knows the number of one of them: that one is the pair.
    private mutating func tellDuplicatesKnown(_ type: EntryType, at account: SimulatedAccount) {
        tell("a \(type) with two channel numbers, of which the shop knows the later", at: account) {
            let (record, booked, day) = $0.single(type, .sameDay)
            let first = $0.row(for: record, at: $0.noon(day, part: 0, of: 2))
            let second = $0.row(for: record, at: $0.noon(day, part: 1, of: 2))
            $0.know(second, of: record)
            $0.unpaired(row: first, as: .duplicateInChannel, .sameDay)
            $0.agreed(record, booked: booked, row: second)
        }
        tell("a \(type) on two days, of which the shop knows the later number", at: account) {
            let (record, booked, day) = $0.single(type, .dayBefore)
            let first = $0.row(for: record, at: $0.noon(day.previous))
            let second = $0.row(for: record, at: $0.noon(day))
            $0.know(second, of: record)
            $0.twoBills(record, booked: booked, first: first, second: second, known: second)
        }
        tell("a \(type) on two days, of which the shop knows the earlier number", at: account) {
            let (record, booked, day) = $0.single(type, .dayBefore)
            let first = $0.row(for: record, at: $0.noon(day.previous))
            let second = $0.row(for: record, at: $0.noon(day))
            $0.know(first, of: record)
            $0.twoBills(record, booked: booked, first: first, second: second, known: first)
        }
        tell("a \(type) listed once, with another number than the shop knows", at: account) {
            // The key alone decides.
            let (record, booked, day) = $0.single(type, .sameDay)
            $0.knowAnotherNumber(of: record, on: day)
            $0.agreed(record, booked: booked, row: $0.row(for: record, at: $0.noon(day)))
        }
    }

    /// A record booked at noon: on the day of the pair, or for `.dayBefore` on the first of the two.
    private mutating func single(_ type: EntryType, _ relation: CaseRelation) -> (RecordHandle, Moment, BusinessDay) {
        let day = day(relation)
        let booked = noon(relation == .dayBefore ? day.previous : day)
        return (record(type, amount(), at: booked), booked, day)
    }

    /// The truth of two rows in the bills of two days, as far as these are concluded.
    private mutating func twoBills(
        _ record: RecordHandle, booked: Moment, first: Int, second: Int, known: Int?
    ) {
        let (firstBill, secondBill) = (bill(self[row: first].day), bill(self[row: second].day))
        let (pair, other) = known == second ? (second, first) : (first, second)
        let (pairBill, otherBill) = known == second ? (secondBill, firstBill) : (firstBill, secondBill)
        func outcome(of bill: World.AccountDay) -> ExpectedOutcome { bill.day == booked.day ? .matched : .crossDay }
        // The pair's row is the pair whenever its bill is there.
        write(
            EntryFate(
                row: pair, when: .always, outcome: outcome(of: pairBill), pair: record, item: nil,
                relation: relation(of: pairBill, to: booked)))
        // The other row is the pair as long as it is the only one.
        write(
            EntryFate(
                row: other, when: Condition(open: [pairBill]), outcome: outcome(of: otherBill), pair: record,
                item: nil, relation: relation(of: otherBill, to: booked)))
        unpaired(row: other, as: .duplicateInChannel, known == second ? .nextBill : .dayBefore)
        write(
            RecordFate(
                record: record, when: Condition(concluded: [pairBill]), fate: .paired(onBill: pairBill.day),
                item: nil))
        write(
            RecordFate(
                record: record, when: Condition(concluded: [otherBill]), fate: .paired(onBill: otherBill.day),
                item: nil))
        // Booked on one of the two days, so whenever its own day is concluded one of the two lines above holds.
    }

    private func relation(of bill: World.AccountDay, to booked: Moment) -> CaseRelation {
        bill.day == booked.day ? .sameDay : bill.day > booked.day ? .dayBefore : .nextBill
    }
}
