import Vocabulary

/// One item of profit sharing that a reconciler must list (Contract 6).
package struct ExpectedSharingItem: Hashable, Sendable {
    package enum Code: String, Hashable, Sendable, CaseIterable {
        case shareOnly = "share_only"
        case shareMissing = "share_missing"
        case shareAmountMismatch = "share_amount_mismatch"
        case shareFrozen = "share_frozen"
    }

    package let code: Code
    package let account: ChannelAccount
    /// The day whose bills show it.
    package let billDate: BusinessDay
    package let paymentNo: String
    /// Empty where the fault is of the whole trade.
    package var sharingNo = ""
    /// As the shop writes it; empty where the fault is of a whole sharing order or trade.
    package var receiver = ""
    package let differenceFen: Int64
}
