/// What a movement of money is (Contract 5.3). Told by the decoder, which alone knows the channel's words; the raw value is
/// the word of columns and reports.
package enum MovementClass: String, Sendable, CaseIterable {
    case payment
    case fee
    case feeReturn = "fee_return"
    case refund
    /// 退款关闭: a refund's money that came back to the merchant.
    case refundReturned = "refund_returned"
    case withdrawal
    case withdrawalReturned = "withdrawal_returned"
    case topUp = "top_up"
    case transfer
    case sharing
    case voucher
    case deposit
    /// What a platform takes or gives by a code of its own.
    case platform
    /// The merchant's own money on its way between accounts of its own: money-market fund, loans.
    case ownFunds = "own_funds"
    /// Of words that no class knows: kept, summed and shown.
    case other
}
