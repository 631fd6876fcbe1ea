import Vocabulary

/// The order side changes between two runs. Each case states the truth before and after.
extension CaseWriter {
    private static let before = Condition(changed: false)
    private static let after = Condition(changed: true)

    mutating func tellChangeCases(_ type: EntryType, at account: SimulatedAccount) {
        tell("a \(type) record appears late", at: account) {
            let day = $0.day(.sameDay)
            $0.lateRecord(type, booked: $0.noon(day), entry: $0.noon(day), outcome: .matched)
        }
        tell("a \(type) record appears late, the entry in the evening", at: account) {
            let day = $0.day(.nextBill)
            $0.lateRecord(type, booked: $0.smallHours(day.next), entry: $0.evening(day), outcome: .crossDay)
        }
        tell("the amount of a \(type) record is corrected", at: account) { $0.correctedAmount(type) }
        tell("the state of a \(type) record changes", at: account) { $0.changedState(type) }
        tell("a \(type) record with an entry is deleted", at: account) { $0.deletedRecord(type, hasEntry: true) }
        tell("a \(type) record without an entry is deleted", at: account) { $0.deletedRecord(type, hasEntry: false) }
        tell("the booking of a \(type) moves to the next day", at: account) { $0.movedBooking(type, hasEntry: true) }
        tell("the booking of a \(type) without an entry moves to the next day", at: account) {
            $0.movedBooking(type, hasEntry: false)
        }
    }

    private mutating func lateRecord(_ type: EntryType, booked: Moment, entry: Moment, outcome: ExpectedOutcome) {
        let record = record(type, amount(), at: booked)
        setExistence(.fromChange, of: record)
        let row = row(for: record, at: entry)
        alone(row: row, at: entry, when: Self.before)
        paired(record, booked: booked, row: row, as: outcome, .sameDay, when: Self.after)
        change(.recordAppears, TaobaoStatements.insert(self, record), rerun: bothDays(booked, entry))
    }

    private func bothDays(_ one: Moment, _ other: Moment) -> [BusinessDay] {
        one.day == other.day ? [one.day] : [min(one.day, other.day), max(one.day, other.day)]
    }

    private mutating func correctedAmount(_ type: EntryType) {
        let day = day(.sameDay)
        let booked = noon(day)
        let right = amount()
        let wrong = right + random.within(1...900)
        let old = record(type, wrong, at: booked)
        let new = changed(old)
        setAmount(right, of: new)
        let row = row(for: new, at: noon(day))
        paired(
            old, booked: booked, row: row, as: .amountMismatch, .sameDay, differenceFen: right - wrong,
            when: Self.before)
        agreed(new, booked: booked, row: row, when: Self.after)
        change(.amountCorrected, TaobaoStatements.setAmount(self, new), rerun: [day])
    }

    private mutating func changedState(_ type: EntryType) {
        let day = day(.sameDay)
        let booked = noon(day)
        let old = record(type, amount(), at: booked)
        let new = changed(old)
        switch old {
        case .payment: self[payment: old].state = .closed
        case .refund: self[refund: old].state = .closed
        }
        let row = row(for: new, at: noon(day))
        paired(
            old, booked: booked, row: row, as: .statusMismatch, .sameDay, differenceFen: amountFen(old),
            when: Self.before)
        agreed(new, booked: booked, row: row, when: Self.after)
        change(.stateChanged, TaobaoStatements.setState(self, new), rerun: [day])
    }

    private mutating func deletedRecord(_ type: EntryType, hasEntry: Bool) {
        let day = day(.sameDay)
        let booked = noon(day)
        let record = record(type, amount(), at: booked)
        setExistence(.untilChange, of: record)
        if hasEntry {
            let moment = noon(day)
            let row = row(for: record, at: moment)
            agreed(record, booked: booked, row: row, when: Self.before)
            alone(row: row, at: moment, when: Self.after)
        } else {
            alone(record, booked: booked, when: Self.before)
        }
        change(.recordDeleted, TaobaoStatements.delete(self, record), rerun: [day])
    }

    private mutating func movedBooking(_ type: EntryType, hasEntry: Bool) {
        let day = day(.nextBill)
        let (from, to) = (noon(day), noon(day.next))
        let old = record(type, amount(), at: from)
        let new = changed(old)
        setTime(to, of: new)
        if hasEntry {
            let row = row(for: old, at: noon(day))
            agreed(old, booked: from, row: row, when: Self.before)
            paired(new, booked: to, row: row, as: .crossDay, .nextBill, when: Self.after)
        } else {
            alone(old, booked: from, when: Self.before)
            alone(new, booked: to, when: Self.after)
        }
        change(.bookingMoved, TaobaoStatements.setTime(self, new), rerun: [day, day.next])
    }

    private mutating func setExistence(_ existence: Existence, of record: RecordHandle) {
        switch record {
        case .payment: self[payment: record].existence = existence
        case .refund: self[refund: record].existence = existence
        }
    }

    private mutating func setAmount(_ amountFen: Int64, of record: RecordHandle) {
        switch record {
        case .payment:
            self[payment: record].amountFen = amountFen
            self[payment: record].tradePaymentFen = amountFen
        case .refund: self[refund: record].amountFen = amountFen
        }
    }

    private mutating func setTime(_ moment: Moment, of record: RecordHandle) {
        switch record {
        case .payment: self[payment: record].paidAt = moment.epochSeconds
        case .refund: self[refund: record].refundedAt = moment.epochSeconds
        }
    }
}
