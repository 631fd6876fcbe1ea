import Vocabulary

/// What one partner gets of a payment, or gives back: the shop's record of it, and what the channel made of it.
package struct SimulatedShare: Hashable, Sendable {
    package var account: ChannelAccount
    package var paymentNo: String
    package var channelTradeNo: String
    /// Of the payment.
    package var orderFen: Int64
    /// The shop's number of the sharing order, or of the return.
    package var sharingNo: String
    /// 微信分账/回退单号.
    package var channelSharingNo: String
    /// 分账明细单号.
    package var detailNo: String
    package var receiver: String
    /// Less than 0 for a return.
    package var amountFen: Int64
    package var state = SimulatedRefund.State.succeeded
    /// By the shop's clock, seconds since 1970 UTC.
    package var sharedAt: Int64
    /// By the channel's.
    package var executedAt: Int64
    /// What the sharing bill's row says and what moved, signed as the amount; 0: there is none.
    package var rowFen: Int64
    package var movedFen: Int64
    package var flavour: UInt64

    package var isReturn: Bool { amountFen < 0 }
    package var executedOn: BusinessDay { BusinessDay(epochSeconds: executedAt) }
}

/// How a channel books shares. Public sources differ, and a reconciler must cope with each.
package struct SharingStyle: Hashable, Sendable {
    /// WeChat Pay's movements.
    package enum Moves: Hashable, Sendable, CaseIterable {
        /// One for each sharing order, the sum of its shares, under 微信分账单号.
        case byOrder
        /// One for each receiver, under 分账明细单号.
        case byReceiver
        /// One for each receiver, all of them under 微信分账单号.
        case byReceiverUnderOrder
    }

    package var moves = Moves.byOrder
    /// Alipay calls a share 交易分账, else 分账.
    package var isTradeSharing = false

    package init() {}

    static func chosen(_ seed: UInt64) -> SharingStyle {
        var style = SharingStyle()
        style.moves = seed % 2 == 0 ? .byOrder : .byReceiver
        style.isTradeSharing = seed % 2 == 1
        return style
    }
}

/// Those who get shares.
enum SharingPartner {
    static let count = 24

    /// At WeChat Pay a merchant number or, every second, a person's openid; at Alipay a user number.
    static func text(_ channel: Channel, _ index: Int) -> String {
        guard channel == .wechatpay else { return numbered("20889", index * 7_919 + 11, width: 11) }
        guard isPerson(channel, index) else { return numbered("18009", index * 379 + 11, width: 5) }
        let hash = SeededRandom.mixed(UInt64(index), 0x09E1)
        let letters = (0..<17).map { Character(UnicodeScalar(UInt8(97 + (hash >> (3 * $0)) % 26))) }
        return FreeText.partnerMark + String(letters)
    }

    /// Who gives nothing back.
    static func isPerson(_ channel: Channel, _ index: Int) -> Bool { channel == .wechatpay && index % 2 == 1 }
}
