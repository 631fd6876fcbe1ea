import Vocabulary

/// Pairs in which something differs, and pairs that only stand on different days.
extension CaseWriter {
    mutating func tellPairedCases(_ type: EntryType, _ relation: CaseRelation, at account: SimulatedAccount) {
        for step: Int64 in [1, -1] {
            let direction = step > 0 ? "more" : "less"
            tell("the bill lists \(direction) than the \(type) record, booked \(relation.rawValue)", at: account) {
                let amount = $0.amount()
                let difference = step * $0.random.within(1...1500)
                $0.pair(type, relation, amount, bill: amount + difference, .amountMismatch, difference)
            }
        }
        tellCurrencyCases(type, relation, at: account)
        tellStatusCases(type, relation, at: account)
        if relation != .sameDay { tellCrossDayCases(type, relation, at: account) }
        if account.channel == .wechatpay, type == .refund { tellFailedRefunds(relation, at: account) }
        if type == .payment, account.contractedRatePerTenMillion != nil { tellFeeCases(relation, at: account) }
    }

    /// A record booked as `relation` says and a row of the bill, with one outcome.
    private mutating func pair(
        _ type: EntryType, _ relation: CaseRelation, _ amount: Int64, bill billAmount: Int64? = nil,
        _ outcome: ExpectedOutcome, _ difference: Int64?
    ) {
        let day = day(relation)
        let moment = booking(relation, of: day)
        let record = record(type, amount, at: moment)
        let row = row(for: record, billAmount, at: noon(day))
        paired(record, booked: moment, row: row, as: outcome, relation, differenceFen: difference)
    }

    private mutating func tellCurrencyCases(_ type: EntryType, _ relation: CaseRelation, at account: SimulatedAccount) {
        // An Alipay bill prints no currency: only the shop can have another one.
        let isInBill = account.channel == .wechatpay && random.flip()
        let side = isInBill ? "bill" : "shop"
        tell("the \(type) is in another currency in the \(side), booked \(relation.rawValue)", at: account) {
            let day = $0.day(relation)
            let moment = $0.booking(relation, of: day)
            let record = $0.record(type, $0.amount(), at: moment)
            let row = $0.row(for: record, at: $0.noon(day))
            if isInBill {
                $0[row: row].currency = "USD"
            } else {
                switch record {
                case .payment: $0[payment: record].currency = "HKD"
                case .refund: $0[refund: record].currency = "HKD"
                }
            }
            $0.paired(
                record, booked: moment, row: row, as: .currencyMismatch, relation,
                differenceFen: $0.amountFen(record))
        }
    }

    private mutating func tellStatusCases(_ type: EntryType, _ relation: CaseRelation, at account: SimulatedAccount) {
        // Without a time there is no other day: unpaid and untimed records only on the same.
        let isTimed: [Bool] = relation == .sameDay ? [true, false] : [true]
        let states: [SimulatedPayment.State] = type == .payment ? [.unpaid, .closed] : [.closed]
        for timed in isTimed {
            for state in states where !(timed && state == .unpaid) {
                let when = timed ? "booked \(relation.rawValue)" : "without a time"
                tell("the bill lists a \(type) that the shop has as \(state.rawValue), \(when)", at: account) {
                    let day = $0.day(relation)
                    let moment = timed ? $0.booking(relation, of: day) : nil
                    let record = $0.record(type, $0.amount(), at: moment, createdOn: day)
                    switch record {
                    case .payment: $0[payment: record].state = state
                    case .refund: $0[refund: record].state = .closed
                    }
                    let row = $0.row(for: record, at: $0.noon(day))
                    $0.paired(
                        record, booked: moment, row: row, as: .statusMismatch, relation,
                        differenceFen: $0.amountFen(record))
                }
            }
        }
    }

    private mutating func tellFailedRefunds(_ relation: CaseRelation, at account: SimulatedAccount) {
        for state in ["FAIL", "CHANGE"] {
            tell("a \(state) refund that the shop calls succeeded, booked \(relation.rawValue)", at: account) {
                let day = $0.day(relation)
                let moment = $0.booking(relation, of: day)
                let record = $0.refund($0.amount(), at: moment)
                // Now and then the amounts differ as well: channel - order.
                let difference = $0.random.flip() ? 0 : $0.random.within(1...900)
                let row = $0.row(for: record, $0.amountFen(record) + difference, at: $0.noon(day))
                $0[row: row].refundState = state
                $0.paired(
                    record, booked: moment, row: row, as: .statusMismatch, relation, differenceFen: difference,
                    isFailedRefund: true)
            }
            tell("a \(state) refund that the shop has closed, booked \(relation.rawValue)", at: account) {
                let day = $0.day(relation)
                let moment = $0.booking(relation, of: day)
                let record = $0.refund($0.amount(), at: moment)
                $0[refund: record].state = .closed
                let row = $0.row(for: record, at: $0.noon(day))
                $0[row: row].refundState = state
                $0.paired(record, booked: moment, row: row, as: .notExecuted, relation)
            }
            tell("a \(state) refund that was sent again on the same day, booked \(relation.rawValue)", at: account) {
                let day = $0.day(relation)
                let moment = $0.booking(relation, of: day)
                let record = $0.refund($0.amount(), at: moment)
                let failed = $0.row(for: record, at: $0.noon(day, part: 0, of: 2))
                $0[row: failed].refundState = state
                let row = $0.row(for: record, at: $0.noon(day, part: 1, of: 2))
                $0.nothingMoved(row: failed, relation)
                $0.paired(
                    record, booked: moment, row: row, as: relation == .sameDay ? .matched : .crossDay, relation)
            }
            if relation == .dayBefore {
                tell("a \(state) refund that was sent again on the next day", at: account) {
                    $0.sentAgain(on: $0.day(relation), failed: state)
                }
            }
        }
    }

    /// The failed row is the pair until the bill of the next day is there.
    private mutating func sentAgain(on day: BusinessDay, failed state: String) {
        let moment = noon(day)
        let record = refund(amount(), at: moment)
        let failed = row(for: record, at: noon(day.previous))
        self[row: failed].refundState = state
        let row = row(for: record, at: noon(day))
        let (failedBill, rowBill) = (bill(day.previous), bill(day))
        let amount = amountFen(record)
        write(
            EntryFate(
                row: failed, when: Condition(open: [rowBill]), outcome: .statusMismatch, pair: record,
                item: ItemNote(
                    code: .statusMismatch, relation: .nextBill, differenceFen: 0, orderFen: amount, channelFen: amount),
                relation: .nextBill, isFailedRefund: true))
        nothingMoved(row: failed, .nextBill)
        write(EntryFate(row: row, when: .always, outcome: .matched, pair: record, item: nil, relation: .sameDay))
        write(
            RecordFate(record: record, when: Condition(concluded: [rowBill]), fate: .paired(onBill: day), item: nil))
        write(
            RecordFate(
                record: record, when: Condition(concluded: [failedBill]), fate: .paired(onBill: day.previous),
                item: nil))
    }

    private mutating func tellFeeCases(_ relation: CaseRelation, at account: SimulatedAccount) {
        for step: Int64 in [1, -1] {
            let direction = step > 0 ? "more" : "less"
            tell("the fee is \(direction) than agreed, booked \(relation.rawValue)", at: account) {
                let day = $0.day(relation)
                let moment = $0.booking(relation, of: day)
                let record = $0.payment($0.amount(), at: moment)
                let row = $0.row(for: record, at: $0.noon(day))
                // Amounts here are 20 yuan or more, so that the agreed fee is 12 fen or more and can be undercut.
                let difference = step * $0.random.within(1...7)
                $0[row: row].feeE5 = (($0[row: row].feeE5 + 500) / 1000 + difference) * 1000
                $0.paired(
                    record, booked: moment, row: row, as: .feeMismatch, relation, differenceFen: difference)
            }
        }
    }

    private mutating func tellCrossDayCases(_ type: EntryType, _ relation: CaseRelation, at account: SimulatedAccount) {
        tell("a \(type) booked \(relation.rawValue)", at: account) {
            $0.pair(type, relation, $0.amount(), .crossDay, nil)
        }
        tell("a \(type) on both sides of midnight, booked \(relation.rawValue)", at: account) {
            let day = $0.day(relation)
            let lastSecond: Int64 = 86_399
            let early = Moment(day: day, second: 1, waits: .no)
            let late = Moment(day: day, second: lastSecond, waits: .forNextBill)
            let moment =
                relation == .dayBefore
                ? Moment(day: day.previous, second: lastSecond, waits: .forNextBill)
                : $0.at(day.next, 1, waits: .forBillBefore)
            let record = $0.record(type, $0.amount(), at: moment)
            let row = $0.row(for: record, at: relation == .dayBefore ? early : late)
            $0.paired(record, booked: moment, row: row, as: .crossDay, relation)
        }
        let distance = 2
        guard !daysWith(relation, account, distance: distance).isEmpty else { return }
        tell("a \(type) booked two days away, \(relation.rawValue)", at: account) {
            let day = $0.day(relation, distance: distance)
            let moment = $0.noon(day.advanced(by: relation == .dayBefore ? -distance : distance))
            let record = $0.record(type, $0.amount(), at: moment)
            let row = $0.row(for: record, at: $0.noon(day))
            $0.paired(record, booked: moment, row: row, as: .crossDay, relation)
        }
    }
}
