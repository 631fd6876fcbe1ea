import Vocabulary

/// One merchant account of the simulated world, and how its channel prints its bills.
package struct SimulatedAccount: Hashable, Sendable {
    /// What WeChat Pay delivers for an account.
    package enum WeChatForm: String, Hashable, Sendable, CaseIterable {
        /// One `ALL` file of 27 columns.
        case all
        /// One `ALL` file of 24 columns with the old names (WeChatPayBill 7.3).
        case legacy
        /// The account is reconciled from a `SUCCESS` and a `REFUND` file.
        case successAndRefund
    }

    package let id: ChannelAccount
    /// Contracted fee in parts per ten million: 60,000 is 0.60 %. nil: fees are charged at that rate, but nobody
    /// agreed on it, so nothing is compared.
    package var contractedRatePerTenMillion: Int64? = 60_000
    /// Contract 3.4; 60 to 21,600 s here, so that a noon outside both windows is left.
    package var cutOffWindowSeconds: Int64 = 1800
    package var weChatForm: WeChatForm = .all
    /// WeChat: EF BB BF in front. Real files have it, samples do not.
    package var hasByteOrderMark = true
    /// CR LF, else LF.
    package var hasCarriageReturns = true
    /// A line end after the last line.
    package var endsWithLineEnd = true
    /// Alipay: the summary is the first member of the ZIP.
    package var isSummaryFirst = false
    /// WeChat: of so many payments one was made by pay score, with its refunds: a row of trade type `AUTH` under a number
    /// that WeChat Pay made up, and the shop's in 商户数据包. 0: none.
    package var payScoreOneIn: UInt64 = 0
    /// WeChat: the service provider that made every eighth payment: 商户号 names it, and 特约商户号 the account.
    package var providerNumber: String?
    /// An account without any business: each of its days is a zero day.
    package var isQuiet = false
    /// How its money is booked; nil: the seed chooses.
    package var moneyStyle: MoneyStyle?
    /// Partners get shares of some of its payments.
    package var sharesProfit = false
    /// How the shares are booked; nil: the seed chooses.
    package var sharingStyle: SharingStyle?

    package static func weChatPay(_ merchantNumber: String, form: WeChatForm = .all) -> Self {
        var account = Self(id: ChannelAccount(channel: .wechatpay, account: merchantNumber))
        account.weChatForm = form
        return account
    }

    package static func alipay(_ partnerID: String) -> Self {
        Self(id: ChannelAccount(channel: .alipay, account: partnerID))
    }

    package init(id: ChannelAccount) { self.id = id }

    package var channel: Channel { id.channel }
    /// The rate that the channel charges.
    var chargedRatePerTenMillion: Int64 { contractedRatePerTenMillion ?? 60_000 }
    static let cutOffWindowRangeSeconds: ClosedRange<Int64> = 60...21_600

    /// Two WeChat Pay accounts and one Alipay account, each in another form.
    package static let standard: [SimulatedAccount] = [
        .weChatPay("1900999001"), .weChatPay("1900999002", form: .legacy), .alipay("2088000000000001"),
    ]
}

extension Channel {
    /// Those that are simulated.
    static let simulated: [Channel] = [.wechatpay, .alipay]
}
