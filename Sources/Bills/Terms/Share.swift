import Vocabulary

/// One row of a sharing bill (分账账单): a share of a payment for one receiver, or what came back of one (Contract 6). The
/// remark stays in the file. The byte slices are valid only during the call that receives the row.
package struct Share {
    package enum Kind: String, Sendable {
        /// Out of the payment, to a receiver.
        case share
        /// A receiver gave it back, to the merchant's available balance (分账回退).
        case shareReturn = "share_return"
        /// What was frozen for sharing was released to the merchant (解冻): nothing was shared.
        case release
        /// Its words are none that are known.
        case other
    }

    /// Physical line in the file, from 1.
    package var lineNumber: Int32
    /// Seconds since 1970 UTC.
    package var sharedAt: Int64
    package var kind: Kind
    /// It was carried out, as its state says; false for one that failed. True where the state is not known, as `kind` is then
    /// `other`.
    package var isExecuted: Bool
    /// Never negative, whatever the direction.
    package var amountFen: Int64
    /// 微信订单号.
    package var channelTradeNo: UnsafeRawBufferPointer
    /// 微信分账/回退单号, of the whole sharing order.
    package var channelSharingNo: UnsafeRawBufferPointer
    /// 分账明细单号, of this receiver's share; may be empty.
    package var detailNo: UnsafeRawBufferPointer
    /// 商户分账/回退单号.
    package var sharingNo: UnsafeRawBufferPointer
    /// 分账接收方: a merchant number, or what names a person, which must enter no table. May be empty.
    package var receiver: UnsafeRawBufferPointer
    /// 业务类型 and 处理状态 where `kind` is `other`, as far as they look like words of a channel.
    package var type: UnsafeRawBufferPointer
    package var state: UnsafeRawBufferPointer
    /// Of the row's cells: tells the same row in another file.
    package var contentHash: UInt64
}

/// A sharing bill that was read whole.
package struct SharingSummary: Hashable, Sendable {
    package var rows: Int64 = 0
    /// Rows with cells that have no backquote, or whose remark had to be told from the columns by position.
    package var flaggedRows: Int64 = 0
    /// Bytes of bill text after inflating.
    package var textBytes: Int64 = 0
    package var unknownColumns: Set<UnknownColumn> = []

    package init() {}
}
