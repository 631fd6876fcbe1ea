import Vocabulary

/// Whether a record is there before or after the case's `OrderChange`.
package enum Existence: String, Hashable, Sendable {
    case always
    case untilChange
    case fromChange

    func holds(applied: Bool) -> Bool {
        switch self {
        case .always: true
        case .untilChange: !applied
        case .fromChange: applied
        }
    }
}

/// One payment instruction of the shop: a row of `taobao.payment_record`.
package struct SimulatedPayment: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case paid, unpaid, closed
    }

    package var account: ChannelAccount
    /// Unique over the world; also the key of the row in `taobao.payment`.
    package var id: Int64
    package var paymentNo: String
    package var channelTradeNo: String?
    package var amountFen: Int64
    package var currency = "CNY"
    package var state = State.paid
    /// Seconds since 1970 UTC.
    package var paidAt: Int64?
    package var createdAt: Int64
    /// First 18 digits of the trade numbers; a digit per trade follows.
    package var tradePrefix: String
    /// Trades that this payment covers, 1 to 9.
    package var tradeCount = 1
    /// 0: the whole; 1 and 2: deposit and rest of a staged trade, which has the same trade number.
    package var stage = 0
    /// What the staged trade costs in all; else the amount.
    package var tradePaymentFen: Int64
    /// The shop knows of it, but not as an instruction to a channel: in no view.
    package var isHidden = false
    package var existence = Existence.always

    package var isMoney: Bool { state == .paid && !isHidden }
    package var bookedOn: BusinessDay? { paidAt.map { BusinessDay(epochSeconds: $0) } }
    package var orderNos: [String] { (1...tradeCount).map { tradePrefix + String($0) } }
}

/// One refund instruction of the shop: a row of `taobao.refund_record`.
package struct SimulatedRefund: Hashable, Sendable {
    package enum State: String, Hashable, Sendable {
        case succeeded, processing, closed
    }

    package var account: ChannelAccount
    package var id: Int64
    package var refundNo: String
    package var paymentNo: String
    package var paymentID: Int64
    /// Of the payment's first trade.
    package var orderNo: String
    package var orderNos: [String]
    package var channelRefundNo: String?
    package var amountFen: Int64
    package var currency = "CNY"
    package var state = State.succeeded
    package var refundedAt: Int64?
    package var createdAt: Int64
    package var existence = Existence.always

    package var isMoney: Bool { state != .closed }
    package var bookedOn: BusinessDay? { refundedAt.map { BusinessDay(epochSeconds: $0) } }
}
