/// What can be wrong between the trade bill and the movements (Contract 5.4). Raw values are stored and shown.
package enum MoneyCode: String, Sendable, CaseIterable {
    case notBooked = "not_booked"
    case bookedAmountMismatch = "booked_amount_mismatch"
    case bookedFeeMismatch = "booked_fee_mismatch"
    case bookedTwice = "booked_twice"
    case bookedOnly = "booked_only"
    case refundReturned = "refund_returned"
    case balanceBreak = "balance_break"
}
