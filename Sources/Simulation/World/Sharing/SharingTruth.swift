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

/// What a reconciler must find in a world's shares once every bill of the range is concluded.
package struct SharingTruth: Sendable {
    package let items: [ExpectedSharingItem]

    package init(_ funds: SimulatedFunds) { items = funds.faults.sharing.told }

    package func items(_ account: ChannelAccount, _ day: BusinessDay) -> [ExpectedSharingItem] {
        items.filter { $0.account == account && $0.billDate == day }
    }

    /// For programs in any language.
    func objects() -> [JSONText] {
        items.map { item in
            .object([
                ("status", .text("open")), ("code", .text(item.code.rawValue)),
                ("channel", .text(item.account.channel.rawValue)), ("account", .text(item.account.account)),
                ("bill_date", .text(item.billDate.description)), ("payment_no", .text(item.paymentNo)),
                ("sharing_no", .text(item.sharingNo)), ("receiver", .text(item.receiver)),
                ("difference_fen", .integer(item.differenceFen)),
            ])
        }
    }
}
