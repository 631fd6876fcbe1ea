import Vocabulary

/// One item of the money side that a reconciler must list, or must show as waiting (Contract 5).
package struct ExpectedFundsItem: Hashable, Sendable {
    package enum Code: String, Hashable, Sendable, CaseIterable {
        case notBooked = "not_booked"
        case bookedAmountMismatch = "booked_amount_mismatch"
        case bookedFeeMismatch = "booked_fee_mismatch"
        case bookedTwice = "booked_twice"
        case bookedOnly = "booked_only"
        case refundReturned = "refund_returned"
        case balanceBreak = "balance_break"
    }

    /// For a waiting item, what it becomes when it falls due.
    package let code: Code
    package let isPending: Bool
    package let account: ChannelAccount
    package let pot: SimulatedPot
    /// Of the funds bill with which it shows; of a waiting or missing one, the day on which it is due.
    package let day: BusinessDay
    /// Of the trade bill that lists the entry; nil where none does.
    package var entryDay: BusinessDay?
    package var entryType: EntryType?
    package var paymentNo: String?
    package var refundNo: String?
    package var channelTradeNo: String?
    package var channelRefundNo: String?
    /// 微信支付业务单号 or 业务流水号 of the movement; nil where nothing moved.
    package var businessNo: String?
    package var differenceFen: Int64
}

extension SimulatedFunds {
    /// What must be listed when the funds bills of these days are concluded and all trade bills are: one item for each fault
    /// that shows by then. Entries that only wait, with a fault or without, are those of `waitingItems`.
    package func expectedItems(_ account: ChannelAccount, concluded: Set<BusinessDay>) -> [ExpectedFundsItem] {
        guard let simulated = world.account(account) else { return [] }
        let style = style(simulated)
        let main = style.mainPot(account.channel)
        var items = faults.told.filter { $0.row.account == account }.compactMap { item($0, simulated, concluded) }
        for day in concluded.sorted() {
            for stray in faults.strays[World.AccountDay(account, day)] ?? [] {
                let isRefund = stray.kind == .refund
                var item = ExpectedFundsItem(
                    code: .bookedOnly, isPending: false, account: account, pot: main, day: day,
                    differenceFen: stray.amountFen)
                item.entryType = isRefund ? .refund : .payment
                item.businessNo = stray.businessNo
                items.append(item)
            }
            if let gap = faults.gaps[World.AccountDay(account, day)], concluded.contains(day.previous) {
                items.append(
                    ExpectedFundsItem(
                        code: .balanceBreak, isPending: false, account: account, pot: main, day: day,
                        differenceFen: gap))
            }
        }
        return items
    }

    private func item(
        _ fault: FundsFault, _ account: SimulatedAccount, _ concluded: Set<BusinessDay>
    ) -> ExpectedFundsItem? {
        let (row, money) = (fault.row, fault.money)
        let style = style(account)
        let bookedOn = BusinessDay(epochSeconds: money.mainAt)
        func shown(
            _ code: ExpectedFundsItem.Code, on day: BusinessDay, _ differenceFen: Int64, fee: Bool = false
        ) -> ExpectedFundsItem? {
            guard concluded.contains(day) else { return nil }
            var item = ExpectedFundsItem(
                code: code, isPending: false, account: account.id,
                pot: fee ? style.feePot(account.channel) : style.mainPot(account.channel), day: day,
                differenceFen: differenceFen)
            item.name(row)
            if code != .notBooked { item.businessNo = row.movement(money).businessNo }
            return item
        }
        switch fault.mark {
        case .notBooked: return shown(.notBooked, on: money.dueDay, -money.totalFen)
        case .amount(let differenceFen): return shown(.bookedAmountMismatch, on: bookedOn, differenceFen)
        case .fee(let differenceFen):
            return shown(
                .bookedFeeMismatch, on: BusinessDay(epochSeconds: money.feeAt), differenceFen, fee: true)
        case .twice: return shown(.bookedTwice, on: bookedOn, money.mainFen)
        case .returned(let days):
            return shown(.refundReturned, on: bookedOn.advanced(by: days), -money.totalFen)
        }
    }

    /// Every entry of the account's trade bills of which something still waits to be booked, until its due day.
    package func waitingItems(
        _ account: ChannelAccount, concluded: Set<BusinessDay>, _ body: (ExpectedFundsItem) -> Void
    ) {
        guard let simulated = world.account(account) else { return }
        let pot = style(simulated).mainPot(account.channel)
        for day in world.dayList {
            forEachEntry(account, day) { entry in
                let due = entry.money.dueDay
                let waits = entry.parts.filter { fate($0, due: due, concluded) == .waiting }
                guard !waits.isEmpty else { return }
                var item = ExpectedFundsItem(
                    code: .notBooked, isPending: true, account: account, pot: pot, day: due,
                    differenceFen: -waits.reduce(0) { $0 + $1.amountFen })
                item.name(entry.row)
                body(item)
            }
        }
    }
}

extension ExpectedFundsItem {
    /// The entry's day and numbers.
    fileprivate mutating func name(_ row: SimulatedRow) {
        entryDay = row.day
        entryType = row.entryType
        paymentNo = row.paymentNo
        refundNo = row.keyRefundNo
        channelTradeNo = row.channelTradeNo
        channelRefundNo = row.channelRefundNo.isEmpty ? nil : row.channelRefundNo
    }
}
