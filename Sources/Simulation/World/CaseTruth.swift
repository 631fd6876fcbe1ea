import Vocabulary

/// The sentences in which cases state their truth.
extension CaseWriter {
    func bill(_ day: BusinessDay) -> World.AccountDay { World.AccountDay(theAccount.id, day) }

    func amountFen(_ record: RecordHandle) -> Int64 {
        switch record {
        case .payment: self[payment: record].amountFen
        case .refund: self[refund: record].amountFen
        }
    }

    func account(_ record: RecordHandle) -> ChannelAccount {
        switch record {
        case .payment: self[payment: record].account
        case .refund: self[refund: record].account
        }
    }

    func isMoney(_ record: RecordHandle) -> Bool {
        switch record {
        case .payment: self[payment: record].isMoney
        case .refund: self[refund: record].isMoney
        }
    }

    /// A record that no bill lists: missed, or in doubt until the bill it waits for is concluded.
    mutating func alone(_ record: RecordHandle, booked moment: Moment, when: Condition = .always) {
        let amount = amountFen(record)
        let account = account(record)
        var missed = ItemNote(
            code: .orderOnly, relation: .sameDay, differenceFen: -amount, orderFen: amount, channelFen: 0)
        let awaited: BusinessDay?
        switch moment.waits {
        case .no: awaited = nil
        case .forNextBill:
            awaited = moment.day.next
            missed.relation = .nextBill
        case .forBillBefore:
            awaited = moment.day.previous
            missed.relation = .dayBefore
        }
        if let awaited {
            var doubtful = missed
            doubtful.isPending = true
            doubtful.dueDate = awaited
            write(
                RecordFate(
                    record: record, when: when.untilConcluded(World.AccountDay(account, awaited)), fate: .pending,
                    item: doubtful))
        }
        write(RecordFate(record: record, when: when, fate: .orderOnly, item: missed))
    }

    /// An entry that the shop knows nothing of: nobody's, or in doubt until the next bill is concluded.
    mutating func alone(row: Int, at moment: Moment, when: Condition = .always) {
        let amount = self[row: row].amountFen
        var nobodys = ItemNote(
            code: .channelOnly, relation: .sameDay, differenceFen: amount, orderFen: 0, channelFen: amount)
        if moment.waits == .forNextBill {
            nobodys.relation = .nextBill
            var doubtful = nobodys
            doubtful.isPending = true
            doubtful.dueDate = moment.day.next
            write(
                EntryFate(
                    row: row, when: when.untilConcluded(bill(moment.day.next)), outcome: .pendingChannel, pair: nil,
                    item: doubtful, relation: .nextBill))
        }
        write(
            EntryFate(
                row: row, when: when, outcome: .channelOnly, pair: nil, item: nobodys, relation: nobodys.relation))
    }

    /// A pair of which `outcome` comes once the row's bill is concluded, and the record alone until then.
    /// - Parameter differenceFen: of the item; nil: there is none.
    mutating func paired(
        _ record: RecordHandle, booked moment: Moment?, row: Int, as outcome: ExpectedOutcome, _ relation: CaseRelation,
        differenceFen: Int64? = nil, isFailedRefund: Bool = false, when: Condition = .always
    ) {
        let billDay = self[row: row].day
        // Whether the shop knows the right number makes no difference.
        if when.changed == nil, !isNumberKnown(record), random.flip() { know(row, of: record) }
        let item = differenceFen.map {
            ItemNote(
                code: outcome, relation: relation, differenceFen: $0,
                orderFen: outcome == .amountMismatch || isFailedRefund ? amountFen(record) : nil,
                channelFen: outcome == .feeMismatch || outcome == .overRefund ? nil : self[row: row].amountFen)
        }
        write(
            EntryFate(
                row: row, when: when, outcome: outcome, pair: record, item: item, relation: relation,
                isFailedRefund: isFailedRefund))
        booked(record, at: moment, listedBy: billDay, isLeftOut: outcome == .currencyMismatch, when: when)
    }

    /// What the record's own day sees of a record that bill `billDay` of this account lists.
    mutating func booked(
        _ record: RecordHandle, at moment: Moment?, listedBy billDay: BusinessDay, isLeftOut: Bool = false,
        when: Condition = .always
    ) {
        guard isMoney(record), let moment else { return }
        write(
            RecordFate(
                record: record, when: when.also(concluded: bill(billDay)),
                fate: isLeftOut ? .leftOut : .paired(onBill: billDay), item: nil))
        if moment.day != billDay { alone(record, booked: moment, when: when) }
    }

    /// Both sides agree on the same day.
    mutating func agreed(_ record: RecordHandle, booked moment: Moment, row: Int, when: Condition = .always) {
        paired(record, booked: moment, row: row, as: .matched, .sameDay, when: when)
    }

    /// A row that the bill marks as not executed, beside another one of its key.
    mutating func nothingMoved(row: Int, _ relation: CaseRelation) {
        write(EntryFate(row: row, when: .always, outcome: .notExecuted, pair: nil, item: nil, relation: relation))
    }

    /// A row that is in no pair whatever happens: + entry.
    mutating func unpaired(
        row: Int, as outcome: ExpectedOutcome, _ relation: CaseRelation, when: Condition = .always
    ) {
        let amount = self[row: row].amountFen
        write(
            EntryFate(
                row: row, when: when, outcome: outcome, pair: nil,
                item: ItemNote(
                    code: outcome, relation: relation, differenceFen: amount, orderFen: nil, channelFen: amount),
                relation: relation))
    }
}
