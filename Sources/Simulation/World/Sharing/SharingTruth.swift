import Vocabulary

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
