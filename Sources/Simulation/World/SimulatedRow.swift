import Vocabulary

/// One row of a bill, before it is printed. Amounts are magnitudes; the renderer puts the channel's signs.
package struct SimulatedRow: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// WeChat 交易状态 `SUCCESS`, Alipay 交易.
        case payment
        /// WeChat `REFUND`, Alipay 退款.
        case refund
        /// WeChat `REVOKED`, the money printed as 申请退款金额, or as 订单金额.
        case revoked(inOrderAmount: Bool)
        /// A state (WeChat) or kind (Alipay) that nobody knows; a payment or a refund by where the money stands.
        case unknown(String, EntryType)
    }

    package var account: ChannelAccount
    package var day: BusinessDay
    package var kind: Kind
    /// 退款状态 of a WeChat refund.
    package var refundState = "SUCCESS"
    /// Seconds since 1970 UTC, within the day.
    package var time: Int64
    /// When the trade was created; a refund's may be days ago.
    package var createdAt: Int64
    package var paymentNo: String
    /// Empty where the row has none (payments, some `REVOKED` rows, Alipay refunds asked for without a number).
    package var refundNo = ""
    package var channelTradeNo: String
    /// Empty at Alipay.
    package var channelRefundNo = ""
    package var amountFen: Int64
    /// WeChat 应结订单金额 or 退款金额, Alipay 商家实收.
    package var settledFen: Int64
    /// WeChat 代金券金额, Alipay 商家优惠.
    package var merchantDiscountFen: Int64 = 0
    /// Alipay 支付宝优惠, contained in 商家实收.
    package var platformDiscountFen: Int64 = 0
    /// Alipay 商家红包消费金额, contained in neither.
    package var redPacketFen: Int64 = 0
    /// 1/100000 yuan, positive for a fee, negative for a returned one.
    package var feeE5: Int64
    package var currency = "CNY"
    /// Chooses goods, remark, openid and the like.
    package var flavour: UInt64

    package var entryType: EntryType {
        switch kind {
        case .payment: .payment
        case .refund, .revoked: .refund
        case .unknown(_, let type): type
        }
    }

    package var isClassified: Bool {
        if case .unknown = kind { return false }
        return refundState != SimulatedRow.unknownRefundState
    }

    package static let unknownRefundState = "ABNORMAL"

    /// The refund key's second half: the payment number stands for a missing one (Contract 3.1).
    package var keyRefundNo: String? {
        entryType == .payment ? nil : (refundNo.isEmpty ? paymentNo : refundNo)
    }
}
