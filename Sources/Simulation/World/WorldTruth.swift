import Vocabulary

/// The truth as a function of what has been concluded and changed: the lines written down with each case, looked up.
extension World {
    /// Discrepancies that must be open and items that must be pending, and no others. Any order of runs that leads to
    /// the same state leads to the same items.
    package func truth(_ state: State) -> [ExpectedItem] {
        var items: [ExpectedItem] = []
        for told in cases {
            for (index, row) in told.rows.enumerated() {
                guard let fate = entryFate(told, row: index, state), let note = fate.item else { continue }
                items.append(item(told, note, row: row, pair: fate.pair))
            }
            for record in told.records(changed: isChanged(told, state)) {
                guard let fate = recordFate(told, record, state), let note = fate.item else { continue }
                items.append(item(told, note, record: record))
            }
        }
        return items
    }

    package func truth(concluded: Set<AccountDay>) -> [ExpectedItem] { truth(State(concluded: concluded)) }

    /// What every row of a case in a concluded bill must be shown as; all other rows are `matched`.
    package func expectedEntries(_ state: State) -> [ExpectedEntry] {
        cases.flatMap { told in
            told.rows.indices.compactMap { index in
                entryFate(told, row: index, state).map { fate in
                    let row = told.rows[index]
                    return ExpectedEntry(
                        caseNumber: told.number, caseName: told.name, accountDay: AccountDay(row.account, row.day),
                        entryType: row.entryType, paymentNo: row.paymentNo, refundNo: row.keyRefundNo,
                        channelTradeNo: row.channelTradeNo,
                        channelRefundNo: row.channelRefundNo.isEmpty ? nil : row.channelRefundNo,
                        amountFen: row.amountFen, occurredAt: row.time, outcome: fate.outcome)
                }
            }
        }
    }

    /// Why a run of that day draws no conclusion although the channel answered (Contract 3.2); nil: it does.
    /// `state` is what has been concluded before the run.
    package func refusal(_ accountDay: AccountDay, _ state: State) -> String? {
        if let zeroDay = plannedZeroDay(accountDay), zeroDay.records == .moneyLeft {
            return "a zero day on which the shop has booked money"
        }
        var reached = state
        reached.concluded.insert(accountDay)
        for told in cases {
            for record in told.records(changed: isChanged(told, state)) {
                guard told.isSettledWithoutTime(record), told.account(record) == accountDay.account else { continue }
                let isPaired = told.rows.indices.contains { entryFate(told, row: $0, reached)?.pair == record }
                if !isPaired { return "a settled record without a time that no concluded bill lists" }
            }
        }
        return nil
    }

    /// The live verdict of a day, as `recon.daily_summary` must show it; nil when it was not concluded.
    package func expectedVerdict(_ accountDay: AccountDay, _ state: State) -> Verdict? {
        guard state.concluded.contains(accountDay) else { return nil }
        let items = truth(state).filter { $0.account == accountDay.account && $0.billDate == accountDay.day }
        if items.contains(where: { !$0.isPending }) { return .discrepancies }
        return items.isEmpty ? .balanced : .pending
    }

    /// The cells that a world fills: of every state that runs can leave it in, all days concluded or all but one.
    package func filledCells() -> [CaseCell: Int] {
        var cells: [CaseCell: Set<Int>] = [:]
        let all = Set(accountDays)
        var states = [State(concluded: all)]
        states += accountDays.map { State(concluded: all.subtracting([$0])) }
        for state in states {
            for item in truth(state) { cells[item.cell, default: []].insert(item.caseNumber) }
            for told in cases {
                for index in told.rows.indices {
                    guard let fate = entryFate(told, row: index, state), fate.item == nil, fate.outcome != .matched
                    else { continue }
                    // A record without a time stands on no day.
                    if fate.outcome == .crossDay, fate.relation == .sameDay { continue }
                    let row = told.rows[index]
                    let cell = CaseCell(
                        outcome: fate.outcome, entryType: row.entryType, channel: row.account.channel,
                        relation: fate.relation)
                    cells[cell, default: []].insert(told.number)
                }
            }
        }
        return cells.mapValues(\.count)
    }

    // MARK: Looking up

    func isChanged(_ told: InjectedCase, _ state: State) -> Bool {
        told.change.map { state.changes.contains($0.number) } ?? false
    }

    func entryFate(_ told: InjectedCase, row: Int, _ state: State) -> EntryFate? {
        let bill = AccountDay(told.rows[row].account, told.rows[row].day)
        guard state.concluded.contains(bill) else { return nil }
        return told.entryFates.first { $0.row == row && $0.when.holds(state, change: told.change?.number) }
    }

    /// nil when its day is not concluded, or it is no money.
    func recordFate(_ told: InjectedCase, _ record: RecordHandle, _ state: State) -> RecordFate? {
        let account = told.account(record)
        if let day = told.bookedOn(record) {
            guard state.concluded.contains(AccountDay(account, day)) else { return nil }
        } else {
            guard state.concluded.contains(where: { $0.account == account }) else { return nil }
        }
        return told.recordFates.first { $0.record == record && $0.when.holds(state, change: told.change?.number) }
    }

    private func item(_ told: InjectedCase, _ note: ItemNote, row: SimulatedRow, pair: RecordHandle?) -> ExpectedItem {
        ExpectedItem(
            caseNumber: told.number, caseName: told.name, cell: cell(note, row.entryType, row.account.channel),
            isPending: note.isPending, code: note.code, account: row.account, entryType: row.entryType,
            billDate: row.day, dueDate: note.dueDate, paymentNo: row.paymentNo, refundNo: row.keyRefundNo,
            channelTradeNo: row.channelTradeNo,
            channelRefundNo: row.channelRefundNo.isEmpty ? nil : row.channelRefundNo, orderFen: note.orderFen,
            channelFen: note.channelFen, differenceFen: note.differenceFen, currency: row.currency,
            occurredAt: row.time, orderNos: pair.map { told.orderNos($0) } ?? [])
    }

    private func item(_ told: InjectedCase, _ note: ItemNote, record: RecordHandle) -> ExpectedItem {
        let account = told.account(record)
        let (paymentNo, refundNo, currency, time) = told.key(record)
        return ExpectedItem(
            caseNumber: told.number, caseName: told.name, cell: cell(note, record.entryType, account.channel),
            isPending: note.isPending, code: note.code, account: account, entryType: record.entryType,
            billDate: told.bookedOn(record), dueDate: note.dueDate, paymentNo: paymentNo, refundNo: refundNo,
            channelTradeNo: nil, channelRefundNo: nil, orderFen: note.orderFen, channelFen: note.channelFen,
            differenceFen: note.differenceFen, currency: currency, occurredAt: time, orderNos: told.orderNos(record))
    }

    private func cell(_ note: ItemNote, _ type: EntryType, _ channel: Channel) -> CaseCell {
        let pending: ExpectedOutcome = note.code == .orderOnly ? .pendingOrder : .pendingChannel
        return CaseCell(
            outcome: note.isPending ? pending : note.code, entryType: type, channel: channel, relation: note.relation)
    }
}

extension InjectedCase {
    /// The records that are there before or after the change.
    func records(changed: Bool) -> [RecordHandle] {
        payments.indices.filter { payments[$0].existence.holds(applied: changed) }.map { .payment($0) }
            + refunds.indices.filter { refunds[$0].existence.holds(applied: changed) }.map { .refund($0) }
    }

    func account(_ record: RecordHandle) -> ChannelAccount {
        switch record {
        case .payment(let index): payments[index].account
        case .refund(let index): refunds[index].account
        }
    }

    func bookedOn(_ record: RecordHandle) -> BusinessDay? {
        switch record {
        case .payment(let index): payments[index].bookedOn
        case .refund(let index): refunds[index].bookedOn
        }
    }

    func isMoney(_ record: RecordHandle) -> Bool {
        switch record {
        case .payment(let index): payments[index].isMoney
        case .refund(let index): refunds[index].isMoney
        }
    }

    /// `paid` or `succeeded`, and nobody knows when.
    func isSettledWithoutTime(_ record: RecordHandle) -> Bool {
        switch record {
        case .payment(let index): payments[index].isMoney && payments[index].paidAt == nil
        case .refund(let index): refunds[index].state == .succeeded && refunds[index].refundedAt == nil
        }
    }

    func amountFen(_ record: RecordHandle) -> Int64 {
        switch record {
        case .payment(let index): payments[index].amountFen
        case .refund(let index): refunds[index].amountFen
        }
    }

    func orderNos(_ record: RecordHandle) -> [String] {
        switch record {
        case .payment(let index): payments[index].orderNos
        case .refund(let index): refunds[index].orderNos
        }
    }

    func key(_ record: RecordHandle) -> (paymentNo: String, refundNo: String?, currency: String, occurredAt: Int64?) {
        switch record {
        case .payment(let index):
            let payment = payments[index]
            return (payment.paymentNo, nil, payment.currency, payment.paidAt)
        case .refund(let index):
            let refund = refunds[index]
            return (refund.paymentNo, refund.refundNo, refund.currency, refund.refundedAt)
        }
    }
}
