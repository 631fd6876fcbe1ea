import Vocabulary

/// One row of a funds bill, before it is printed.
package struct SimulatedMovement: Hashable, Sendable {
    package enum Kind: Int, Hashable, Sendable, CaseIterable {
        case payment, fee, feeReturn, refund
        /// 退款关闭: a refund's money that comes back.
        case refundClosed
        case withdrawal, withdrawalReturned, topUp, transfer, sharing, voucher, deposit, ownFunds, platform
        /// In words that nobody knows.
        case unheardOf
        /// 分账回退: what a partner gives back.
        case sharingReturn
    }

    /// Why it moved.
    package enum Origin: Hashable, Sendable {
        /// For an entry of the trade bill of that day.
        case entry(BusinessDay)
        /// For an entry of that day, once more than it should have.
        case surplus(BusinessDay)
        /// A refund of that day's bill that came back.
        case returned(BusinessDay)
        /// It looks like an entry's, but no bill lists such an entry.
        case nobody
        /// It has nothing to do with any entry.
        case other
    }

    package var kind: Kind
    package var origin: Origin
    /// Seconds since 1970 UTC.
    package var bookedAt: Int64
    /// Into the pot is positive.
    package var amountFen: Int64
    /// What it should have been; differs where a fault says so.
    package var expectedFen: Int64
    /// 微信支付业务单号 or 业务流水号.
    package var businessNo: String
    /// 资金流水单号 at WeChat Pay, which is not unique. Alipay numbers its rows as it prints them.
    package var flowNo: String
    /// 业务凭证号 or 商户订单号.
    package var voucherNo: String
    /// What a remark names: the whole and the fee in it.
    package var wholeFen: Int64 = 0
    package var chargeFen: Int64 = 0
    /// Chooses remarks and one of several words for the same thing.
    package var flavour: UInt64

    package var movementClass: MovementClass {
        switch kind {
        case .payment: .payment
        case .fee: .fee
        case .feeReturn: .feeReturn
        case .refund: .refund
        case .refundClosed: .refundReturned
        case .withdrawal: .withdrawal
        case .withdrawalReturned: .withdrawalReturned
        case .topUp: .topUp
        case .transfer: .transfer
        case .sharing, .sharingReturn: .sharing
        case .voucher: .voucher
        case .deposit: .deposit
        case .ownFunds: .ownFunds
        case .platform: .platform
        case .unheardOf: .other
        }
    }

    /// Of the classes that entries of a trade bill account for (Contract 5).
    package var isOfTrade: Bool {
        switch kind {
        case .payment, .fee, .feeReturn, .refund, .refundClosed: true
        default: false
        }
    }
}
