/// The outcome of an entry or a record, Contract 3.3. Raw values are stored and shown.
package enum Outcome: String, Sendable, CaseIterable {
    case matched
    case crossDay = "cross_day"
    case pending
    case notExecuted = "not_executed"
    case unclassified
    case accountMismatch = "account_mismatch"
    case duplicateInChannel = "duplicate_in_channel"
    case channelOnly = "channel_only"
    case orderOnly = "order_only"
    case currencyMismatch = "currency_mismatch"
    case statusMismatch = "status_mismatch"
    case amountMismatch = "amount_mismatch"
}
