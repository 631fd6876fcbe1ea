import Vocabulary

/// Which file of a channel is asked for.
package enum BillKind: Hashable, Sendable {
    /// WeChat Pay's trade bill: `ALL`, `SUCCESS` or `REFUND` (wechatpay-bills 1.3).
    case wechatPay(WeChatPayBillType)
    /// Alipay's `trade` (alipay-bills 2.2).
    case alipayTrade
}

package enum WeChatPayBillType: String, Hashable, Sendable, CaseIterable {
    case all = "ALL"
    case success = "SUCCESS"
    case refund = "REFUND"
}

package struct BillRequest: Hashable, Sendable {
    package let account: ChannelAccount
    package let day: BusinessDay
    package let kind: BillKind

    package init(account: ChannelAccount, day: BusinessDay, kind: BillKind) {
        self.account = account
        self.day = day
        self.kind = kind
    }
}

package enum BillAnswer: Sendable {
    /// WeChat Pay: the plain text, byte-order mark included; the server packs it where gzip is asked for.
    /// Alipay: the ZIP.
    case bytes([UInt8])
    /// The day had no business of this kind.
    case noData
    /// The channel has not made it yet, whatever the clock says.
    case notReady
}

/// Where the simulated channels take their bills from. Called from several threads at once; the same request has to
/// give the same bytes each time.
package protocol BillSource: Sendable {
    func bill(_ request: BillRequest) -> BillAnswer
    /// Alipay's ZIP with headers and trailers only, for a day without business (alipay-bills 3.3, form 1).
    func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> [UInt8]
}
