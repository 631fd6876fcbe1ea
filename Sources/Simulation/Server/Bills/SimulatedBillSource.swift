import Vocabulary

package struct BillRequest: Hashable, Sendable {
    package let account: ChannelAccount
    package let day: BusinessDay
    package let kind: SimulatedBillKind

    package init(account: ChannelAccount, day: BusinessDay, kind: SimulatedBillKind) {
        self.account = account
        self.day = day
        self.kind = kind
    }
}

package enum BillAnswer: Sendable {
    /// WeChat Pay: the plain text, byte-order mark included; the server packs it where gzip is asked for.
    /// Alipay: the ZIP.
    case bytes([UInt8])
    /// WeChat Pay: a file of gzip, for a bill that is too large to be held; only who asks for gzip gets it. The SHA-1 is of
    /// the plain text, in lower-case hexadecimal.
    case packed(BillFile, plainSHA1: String)
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
package protocol SimulatedBillSource: Sendable {
    func bill(_ request: BillRequest) -> BillAnswer
    /// Alipay's ZIP with headers and trailers only, for a day without business (Alipay 3.3, form 1).
    func emptyAlipayBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer
    /// Whether it has funds bills at all. Without them Alipay has not opened `signcustomer` to the merchant.
    var hasFunds: Bool { get }
    /// The same file for a day on which no money moved.
    func emptyAlipayFundsBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer
    /// The balance at both ends of a day; nil where none is told.
    func alipayBalance(account: ChannelAccount, day: BusinessDay) -> AlipayDayBalance?
    /// What WeChat Pay keeps frozen of a payment until it is shared; nil where there is no such payment.
    func unsplitFen(account: ChannelAccount, transactionID: String) -> Int64?
    /// What moved in a seller's deposit, in the order of time; nil for an account that has none.
    func alipayDeposit(account: ChannelAccount) -> [SimulatedDepositRow]?
}

/// What `alipay.data.bill.balancehis.query` tells of a day.
package struct AlipayDayBalance: Hashable, Sendable {
    package let beginningFen: Int64
    package let endingFen: Int64

    package init(beginningFen: Int64, endingFen: Int64) {
        self.beginningFen = beginningFen
        self.endingFen = endingFen
    }
}

extension SimulatedBillSource {
    package var hasFunds: Bool { false }
    package func emptyAlipayFundsBill(account: ChannelAccount, day: BusinessDay) -> BillAnswer {
        .noData(.noBillData)
    }
    package func alipayBalance(account: ChannelAccount, day: BusinessDay) -> AlipayDayBalance? { nil }
    package func unsplitFen(account: ChannelAccount, transactionID: String) -> Int64? { nil }
    package func alipayDeposit(account: ChannelAccount) -> [SimulatedDepositRow]? { nil }
}
