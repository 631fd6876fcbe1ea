import Vocabulary

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

/// A WeChat Pay bill in a file, as gzip; only who asks for gzip gets it.
package struct PackedBill: Sendable {
    package let path: String
    package let byteCount: Int
    /// Of the plain text, lower-case hexadecimal.
    package let plainSHA1: String

    package init(path: String, byteCount: Int, plainSHA1: String) {
        self.path = path
        self.byteCount = byteCount
        self.plainSHA1 = plainSHA1
    }
}

package enum BillAnswer: Sendable {
    /// WeChat Pay: the plain text, byte-order mark included; the server packs it where gzip is asked for.
    /// Alipay: the ZIP.
    case bytes([UInt8])
    /// WeChat Pay: packed beforehand, for a bill that is too large to be held.
    case packed(PackedBill)
    /// The day had no business of this kind, and the channel puts it like this. For an empty file the source is asked
    /// once more.
    case noData(ZeroDayAnswer)
    /// The channel has not made it yet, whatever the clock says.
    case notReady
    /// The simulator itself cannot make it; the channel answers that it is broken.
    case failed(Problem)
}

/// Where the simulated channels take their bills from. Called from several threads at once; the same request has to
/// give the same bytes each time.
package protocol BillSource: Sendable {
    func bill(_ request: BillRequest) -> BillAnswer
    /// Alipay's ZIP with headers and trailers only, for a day without business (alipay-bills 3.3, form 1).
    func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer
}
