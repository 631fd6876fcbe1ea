import Vocabulary

/// What one entry of a trade bill moves, and when (Contract 5).
struct EntryMoney: Hashable, Sendable {
    let type: EntryType
    let billDay: BusinessDay
    /// A payment's settled amount; less than 0 for a refund.
    var mainFen: Int64
    /// The row of its own beside it: a fee, or a fee given back. 0: there is none.
    var feeFen: Int64
    let mainAt: Int64
    var feeAt: Int64
    /// When a refund's money comes back; nil for nearly all.
    var returnsAt: Int64?
    /// The day on which it must have moved at the latest.
    let dueDay: BusinessDay
    let wholeFen: Int64
    let chargeFen: Int64

    /// Of the whole entry, its fee taken off.
    var totalFen: Int64 { mainFen + feeFen }

    /// Channels take seconds or minutes, and never so long that a payment outside the cut-off window is booked late.
    private static func lagSeconds(_ channel: Channel, _ type: EntryType, _ flavour: UInt64, window: Int64) -> Int64 {
        let roll = Int64(flavour >> 28 & 0xFFFF)
        switch (channel, type) {
        case (.wechatpay, .payment): return 1 + roll % min(400, window - 1)
        case (.wechatpay, .refund): return 1 + roll % 50
        default: return roll % 4
        }
    }

    /// Alipay takes its fee with the payment, but for the day's last seconds: then some seconds later, on the next day.
    private static let lateFeeSeconds: Int64 = 10

    init(
        _ account: SimulatedAccount, _ style: MoneyStyle, _ type: EntryType, on billDay: BusinessDay, time: Int64,
        settledFen: Int64, feeE5: Int64, flavour: UInt64
    ) {
        self.type = type
        self.billDay = billDay
        wholeFen = settledFen
        let fee = Fen.rounded(e5: feeE5)
        let window = account.cutOffWindowSeconds
        let isLate = time >= billDay.endEpochSeconds - window
        let delayDays = type == .payment ? style.settlementDays : 0
        dueDay = billDay.advanced(by: style.settlementDays + (isLate ? 1 : 0))
        mainAt =
            time + Self.lagSeconds(account.channel, type, flavour, window: window)
            + Int64(delayDays) * BusinessDay.secondsPerDay
        feeAt = mainAt
        switch type {
        case .payment:
            mainFen = settledFen
            feeFen = -fee
            chargeFen = fee
        case .refund:
            chargeFen = -fee
            mainFen = style.isRefundNet ? -settledFen - fee : -settledFen
            feeFen = style.isRefundNet ? 0 : -fee
        }
        if account.channel == .alipay, type == .payment {
            let end = BusinessDay(epochSeconds: mainAt).endEpochSeconds
            if mainAt >= end - Self.lateFeeSeconds { feeAt = mainAt + Self.lateFeeSeconds }
        }
    }
}

extension EntryMoney {
    /// nil for what no money follows: refunds that failed, and rows of no known kind.
    init?(_ row: SimulatedRow, _ account: SimulatedAccount, _ style: MoneyStyle) {
        guard row.isClassified, row.entryType == .payment || !["FAIL", "CHANGE"].contains(row.refundState) else {
            return nil
        }
        self.init(
            account, style, row.entryType, on: row.day, time: row.time, settledFen: row.movedFen(account),
            feeE5: row.feeE5, flavour: row.flavour)
    }
}

extension SimulatedRow {
    /// What the bill prints as the amount that moves. The legacy form has one amount only, the whole.
    func movedFen(_ account: SimulatedAccount) -> Int64 {
        guard account.channel == .wechatpay else { return settledFen }
        return account.weChatForm == .legacy || kind == .revoked(inOrderAmount: true) ? amountFen : settledFen
    }

    /// The row of a funds bill that this one's money is.
    func movement(_ money: EntryMoney) -> SimulatedMovement {
        let isRefund = money.type == .refund
        let isWeChat = account.channel == .wechatpay
        return SimulatedMovement(
            kind: isRefund ? .refund : .payment, origin: .entry(money.billDay), bookedAt: money.mainAt,
            amountFen: money.mainFen, expectedFen: money.mainFen,
            businessNo: isWeChat && isRefund && !channelRefundNo.isEmpty ? channelRefundNo : channelTradeNo,
            flowNo: channelTradeNo, voucherNo: isWeChat ? keyRefundNo ?? paymentNo : paymentNo,
            wholeFen: money.wholeFen, chargeFen: money.chargeFen, flavour: flavour)
    }

    func feeMovement(_ money: EntryMoney) -> SimulatedMovement {
        var movement = movement(money)
        movement.kind = money.type == .refund ? .feeReturn : .fee
        movement.bookedAt = money.feeAt
        movement.amountFen = money.feeFen
        movement.expectedFen = money.feeFen
        return movement
    }

    /// The refund's money on its way back: all that went out for it.
    func returnedMovement(_ money: EntryMoney, at moment: Int64) -> SimulatedMovement {
        var movement = movement(money)
        movement.kind = .refundClosed
        movement.origin = .returned(money.billDay)
        movement.bookedAt = moment
        movement.amountFen = -money.totalFen
        movement.expectedFen = 0
        return movement
    }
}
