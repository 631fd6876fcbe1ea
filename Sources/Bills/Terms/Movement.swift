import Vocabulary

/// One row of a funds bill: what moved in a pot (Contract 5.1). The byte slices point into the decoder's buffer and are
/// valid only during the call that receives the movement. Remark, applicant and the other party stay in the file.
package struct Movement {
    /// Physical line in the file, from 1.
    package var lineNumber: Int32
    /// Seconds since 1970 UTC at which the balance changed.
    package var bookedAt: Int64
    package var movementClass: MovementClass
    /// Into the pot is positive, out of it negative; never 0 where the channel prints no row of nothing.
    package var amountFen: Int64
    /// Of the pot after this movement, as printed; nil where the file has none.
    package var balanceFen: Int64?
    /// 微信支付业务单号 or 业务流水号; may be empty.
    package var businessNo: UnsafeRawBufferPointer
    /// 业务凭证号 or 商户订单号; may be empty.
    package var voucherNo: UnsafeRawBufferPointer
    /// 资金流水单号 or 账务流水号. No key: not unique at WeChat Pay.
    package var flowNo: UnsafeRawBufferPointer
    /// 业务名称; at Alipay the text of 业务描述 behind its code. UTF-8, as printed if it looks like a name of business, else empty.
    package var name: UnsafeRawBufferPointer
    /// 业务类型, in the same way.
    package var type: UnsafeRawBufferPointer
    /// The code that a movement of the platform's business bears, mostly one of class `platform`: `0170155T`; else empty.
    package var code: UnsafeRawBufferPointer
    /// Of the row's cells, without line breaks and padding: tells the same movement in another file.
    package var contentHash: UInt64
}

/// A funds bill of one pot that was read whole and whose every total agreed with the file's own (Contract 5.2).
package struct FundsSummary: Hashable, Sendable {
    package struct Flow: Hashable, Sendable {
        package var rows: Int64 = 0
        /// Never negative.
        package var amountFen: Int64 = 0
        package init() {}
    }

    package var into = Flow()
    package var outOf = Flow()
    /// The printed balance before the first movement and after the last; nil for a bill without movements or balances.
    package var openingFen: Int64?
    package var closingFen: Int64?
    /// Every printed balance follows from the one before. False is a refusal where the channel promises it, and a note
    /// where it does not (Alipay).
    package var isChained = true
    /// Rows whose free text had to be told from the columns by position, that were joined from several lines, or whose
    /// voucher number is a text, which stays in the file.
    package var flaggedRows: Int64 = 0
    /// Bytes of bill text after inflating.
    package var textBytes: Int64 = 0
    /// Of all of its files.
    package var unknownColumns: Set<UnknownColumn> = []

    package init() {}
    package var rows: Int64 { into.rows + outOf.rows }
    package var netFen: Int64 { into.amountFen - outOf.amountFen }
}
