import Vocabulary

/// Refunds that add up to more than the payment: one item, on the entry with which the sum first exceeds it.
extension CaseWriter {
    mutating func tellOverRefundCases(at account: SimulatedAccount) {
        tell("two refunds of one day exceed a payment of an earlier day", at: account) {
            let day = $0.day(.sameDay)
            let amount = $0.amount()
            let payment = $0.earlierPayment(amount)
            $0.twoRefunds(
                of: payment, amount, first: $0.noon(day, part: 0, of: 2), second: $0.noon(day, part: 1, of: 2))
        }
        tell("two refunds exceed a payment of the same bill", at: account) {
            let day = $0.day(.sameDay)
            let amount = $0.amount()
            let payment = $0.paymentInBill(amount, at: $0.noon(day, part: 0, of: 3))
            $0.twoRefunds(
                of: payment, amount, first: $0.noon(day, part: 1, of: 3), second: $0.noon(day, part: 2, of: 3))
        }
        tell("a refund exceeds together with one of the day before", at: account) {
            let day = $0.day(.dayBefore)
            let amount = $0.amount()
            let payment = $0.earlierPayment(amount)
            $0.twoRefunds(of: payment, amount, first: $0.noon(day.previous), second: $0.noon(day))
        }
        tell("one refund alone exceeds its payment", at: account) {
            let day = $0.day(.sameDay)
            let amount = $0.amount()
            let excess = $0.random.within(1...500)
            let moment = $0.noon(day)
            let record = $0.refund(amount + excess, at: moment, of: $0.earlierPayment(amount))
            let row = $0.row(for: record, at: $0.noon(day))
            $0.paired(record, booked: moment, row: row, as: .overRefund, .sameDay, differenceFen: excess)
        }
        tell("a further refund of the next bill raises the excess", at: account) { $0.raisedExcess() }
        tell("two refunds exceed a payment that only the bill knows", at: account) { $0.paymentOnlyInBill() }
        tell("a refund booked a day later exceeds its payment", at: account) {
            let day = $0.day(.nextBill)
            let amount = $0.amount()
            let excess = $0.random.within(1...500)
            let moment = $0.smallHours(day.next)
            let record = $0.refund(amount + excess, at: moment, of: $0.earlierPayment(amount))
            let row = $0.row(for: record, at: $0.noon(day))
            $0.paired(record, booked: moment, row: row, as: .overRefund, .nextBill, differenceFen: excess)
        }
        tell("two refunds make up the whole payment", at: account) {
            let day = $0.day(.dayBefore)
            let amount = $0.amount()
            let payment = $0.earlierPayment(amount)
            for (part, of) in [(amount / 3, day.previous), (amount - amount / 3, day)] {
                let moment = $0.noon(of)
                let record = $0.refund(part, at: moment, of: payment)
                $0.agreed(record, booked: moment, row: $0.row(for: record, at: $0.noon(of)))
            }
        }
        if account.channel == .wechatpay { tellFailedRefund(at: account) }
    }

    private mutating func tellFailedRefund(at account: SimulatedAccount) {
        tell("a refund that failed does not count towards the sum", at: account) {
            let day = $0.day(.sameDay)
            let amount = $0.amount()
            let payment = $0.earlierPayment(amount)
            let moment = $0.noon(day)
            let failed = $0.refund(amount, at: moment, of: payment)
            $0[refund: failed].state = .closed
            let failedRow = $0.row(for: failed, at: $0.noon(day, part: 0, of: 2))
            $0[row: failedRow].refundState = "FAIL"
            $0.paired(failed, booked: moment, row: failedRow, as: .notExecuted, .sameDay)
            let done = $0.refund(amount, at: moment, of: payment)
            $0.agreed(done, booked: moment, row: $0.row(for: done, at: $0.noon(day, part: 1, of: 2)))
        }
    }

    private mutating func paymentInBill(_ amount: Int64, at moment: Moment) -> RecordHandle {
        let record = payment(amount, at: moment)
        agreed(record, booked: moment, row: row(for: record, at: moment))
        return record
    }

    /// Three fifths and as much again: the second is the one too many, once both bills are there.
    private mutating func twoRefunds(of payment: RecordHandle, _ amount: Int64, first: Moment, second: Moment) {
        let part = amount * 3 / 5
        let one = refund(part, at: first, of: payment)
        agreed(one, booked: first, row: row(for: one, at: first))
        let two = refund(part, at: second, of: payment)
        let row = row(for: two, at: second)
        let relation: CaseRelation = first.day == second.day ? .sameDay : .dayBefore
        paired(
            two, booked: second, row: row, as: .overRefund, relation, differenceFen: 2 * part - amount,
            when: Condition(concluded: [bill(first.day)]))
        write(
            EntryFate(
                row: row, when: .always, outcome: .matched, pair: two, item: nil, relation: .sameDay))
        if first.day != second.day {
            write(RecordFate(record: two, when: .always, fate: .paired(onBill: second.day), item: nil))
        }
    }

    /// The item stays on the entry that first exceeded; its amount grows with what the next bill brings.
    private mutating func raisedExcess() {
        let day = day(.nextBill)
        let amount = amount()
        let payment = earlierPayment(amount)
        let (excess, further) = (random.within(1...500), random.within(1...500))
        let moment = noon(day)
        let record = refund(amount + excess, at: moment, of: payment)
        let row = row(for: record, at: noon(day))
        let nextMoment = noon(day.next)
        let more = refund(further, at: nextMoment, of: payment)
        let moreRow = self.row(for: more, at: noon(day.next))
        paired(
            record, booked: moment, row: row, as: .overRefund, .nextBill, differenceFen: excess + further,
            when: Condition(concluded: [bill(day.next)]))
        paired(record, booked: moment, row: row, as: .overRefund, .sameDay, differenceFen: excess)
        agreed(more, booked: nextMoment, row: moreRow)
    }

    /// The shop knows the refunds but not the payment: the bill's amount counts.
    private mutating func paymentOnlyInBill() {
        let day = day(.dayBefore)
        let amount = amount()
        let hidden = earlierPayment(amount)
        self[payment: hidden].isHidden = true
        let paymentMoment = noon(day.previous)
        let paymentRow = row(for: hidden, at: paymentMoment)
        alone(row: paymentRow, at: paymentMoment)
        let part = amount * 3 / 5
        let (first, second) = (noon(day, part: 0, of: 2), noon(day, part: 1, of: 2))
        let one = refund(part, at: first, of: hidden)
        agreed(one, booked: first, row: row(for: one, at: first))
        let two = refund(part, at: second, of: hidden)
        let row = row(for: two, at: second)
        paired(
            two, booked: second, row: row, as: .overRefund, .sameDay, differenceFen: 2 * part - amount,
            when: Condition(concluded: [bill(day.previous)]))
        // Without the payment's bill nobody knows its amount: not checked.
        agreed(two, booked: second, row: row)
    }
}
