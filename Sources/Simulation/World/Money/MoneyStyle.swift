import Vocabulary

/// One account of money that a channel keeps for a merchant (Contract 5).
package enum SimulatedPot: String, Hashable, Sendable, CaseIterable {
    // WeChat Pay.
    case basic = "BASIC"
    case operation = "OPERATION"
    case fees = "FEES"
    // Alipay.
    case balance = "BALANCE"
}

/// How a channel books an account's money. No bill says it; merchants differ, and a reconciler must cope with each.
package struct MoneyStyle: Hashable, Sendable {
    /// A refund leaves as what was taken less the fee given back. Else it leaves in full, and the fee comes back as a row.
    package var isRefundNet = false
    /// Days between a payment and its booking, 0 to 31. Refunds leave at once.
    package var settlementDays = 0
    /// WeChat Pay: fees are prepaid, and stand in a pot of their own.
    package var hasFeesPot = false
    /// Alipay: the four younger columns stand among the old ones, in place of behind them.
    package var hasMixedColumns = false

    package init() {}

    package static let settlementDaysRange = 0...31

    /// What an account has that nobody set: the same for the same seed.
    static func chosen(_ seed: UInt64, _ account: ChannelAccount) -> MoneyStyle {
        let mark = account.account.utf8.reduce(0) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var random = SeededRandom(seed, 0x303E7, mark)
        var style = MoneyStyle()
        style.settlementDays = random.pick([0, 0, 1, 3]) ?? 0
        style.isRefundNet = random.flip()
        style.hasFeesPot = random.below(3) == 0 && account.channel == .wechatpay
        style.hasMixedColumns = random.flip()
        return style
    }

    /// Where a payment arrives.
    func mainPot(_ channel: Channel) -> SimulatedPot { channel == .wechatpay ? .basic : .balance }
    func feePot(_ channel: Channel) -> SimulatedPot { hasFeesPot ? .fees : mainPot(channel) }

    package func pots(_ channel: Channel) -> [SimulatedPot] {
        guard channel == .wechatpay else { return [.balance] }
        return hasFeesPot ? [.basic, .operation, .fees] : [.basic, .operation]
    }
}
