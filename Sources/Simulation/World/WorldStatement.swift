import Vocabulary

extension World {
    /// The statement of a concluded day (Contract 3.6), every line of it, in order; empty when not concluded.
    package func expectedStatement(_ accountDay: AccountDay, _ type: EntryType, _ state: State) -> [ExpectedLine] {
        guard state.concluded.contains(accountDay) else { return [] }
        var sums: [ExpectedLine.Name: (entries: Int64, amountFen: Int64)] = [:]
        func add(_ name: ExpectedLine.Name, _ entries: Int64, _ amountFen: Int64) {
            let old = sums[name] ?? (0, 0)
            sums[name] = (old.entries + entries, old.amountFen + amountFen)
        }
        addTraffic(accountDay, type, add)
        for told in cases {
            for (index, row) in told.rows.enumerated()
            where row.entryType == type && AccountDay(row.account, row.day) == accountDay {
                guard let fate = entryFate(told, row: index, state) else { continue }
                addEntry(told, row, fate, add)
            }
            for record in told.records(changed: isChanged(told, state))
            where record.entryType == type && told.account(record) == accountDay.account
                && told.bookedOn(record) == accountDay.day && told.isMoney(record)
            {
                guard let fate = recordFate(told, record, state), fate.fate != .leftOut else { continue }
                let amount = told.amountFen(record)
                add(.orders, 1, amount)
                switch fate.fate {
                case .paired(let bill) where bill != accountDay.day: add(.bookedOtherDay, 1, amount)
                case .paired, .leftOut: break
                case .pending: add(.pendingOrders, 1, amount)
                case .orderOnly: add(.orderOnly, 1, amount)
                }
            }
        }
        let channel = sums[.channel] ?? (0, 0)
        add(.channelTotal, channel.entries, channel.amountFen + (sums[.otherDiscounts]?.amountFen ?? 0))
        return ExpectedLine.Name.allCases.map { name in
            let sum = sums[name] ?? (0, 0)
            return ExpectedLine(entryType: type, name: name, entries: sum.entries, amountFen: sum.amountFen)
        }
    }

    private func addTraffic(
        _ accountDay: AccountDay, _ type: EntryType, _ add: (ExpectedLine.Name, Int64, Int64) -> Void
    ) {
        guard let account = account(accountDay.account), days.contains(accountDay.day) else { return }
        func both(_ amountFen: Int64) {
            add(.orders, 1, amountFen)
            add(.channel, 1, amountFen)
        }
        let traffic = traffic(account, accountDay.day)
        if type == .payment {
            for serial in 0..<traffic.count {
                let sketch = traffic.sketch(serial)
                both(sketch.amountFen)
                if sketch.redPacketFen != 0 { add(.otherDiscounts, 0, -sketch.redPacketFen) }
            }
        }
        forEachRefund(on: accountDay.day, account) { record, row in
            if type == .refund { both(record.amountFen) }
            if row.kind == .revoked(inOrderAmount: true) {
                add(.otherDiscounts, 0, type == .payment ? row.amountFen : -row.amountFen)
            }
        }
    }

    private func addEntry(
        _ told: InjectedCase, _ row: SimulatedRow, _ fate: EntryFate, _ add: (ExpectedLine.Name, Int64, Int64) -> Void
    ) {
        add(.channel, 1, row.amountFen)
        if let pair = fate.pair, told.isMoney(pair), fate.outcome != .currencyMismatch,
            told.bookedOn(pair) != row.day
        {
            add(.fromOtherDay, 1, told.amountFen(pair))
        }
        switch fate.outcome {
        case .matched, .crossDay, .feeMismatch, .overRefund, .orderOnly, .pendingOrder: break
        case .statusMismatch where fate.isFailedRefund: add(.statusMismatch, 0, fate.item?.differenceFen ?? 0)
        case .statusMismatch: add(.statusMismatch, 1, row.amountFen)
        case .amountMismatch: add(.amountMismatch, 0, fate.item?.differenceFen ?? 0)
        case .channelOnly: add(.channelOnly, 1, row.amountFen)
        case .pendingChannel: add(.pendingChannel, 1, row.amountFen)
        case .accountMismatch: add(.accountMismatch, 1, row.amountFen)
        case .duplicateInChannel: add(.duplicateInChannel, 1, row.amountFen)
        case .unclassified: add(.unclassified, 1, row.amountFen)
        case .currencyMismatch: add(.currencyMismatch, 1, row.amountFen)
        case .notExecuted: add(.notExecuted, 1, row.amountFen)
        }
    }
}
