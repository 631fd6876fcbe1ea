import Vocabulary

/// What a seller's statement is of (Contract 6).
package enum StatementKind: String, Sendable, CaseIterable {
    /// 聚合账户: the money of orders paid by WeChat Pay.
    case aggregated
    /// 保证金.
    case deposit
    /// 支付宝账户.
    case alipay
}

/// What stands in 业务描述 of a row.
package enum StatementDescription: Sendable {
    /// The file has no such column.
    case absent
    /// Mostly a deduction of the platform's.
    case blank
    /// `code|text`.
    case coded
    /// A text alone, which stays in the file.
    case uncoded
}

/// How many orders a row names.
package enum NamedOrders: Sendable {
    case none
    case one
    /// Joined by `;`: one parcel for several orders.
    case several
    /// Two sources of the row disagree: shown, and none is chosen.
    case conflict
}

/// An order that a row names, and the most trusted rule that found it.
package struct OrderCandidate {
    package var number: UnsafeRawBufferPointer
    package var rule: OrderNumberRule
}

/// One row of a seller's statement, whichever file or answer it comes from (Contract 6). The byte slices are valid only during
/// the call that receives the row. Remark, goods and the other party stay in the file.
package struct StatementRow {
    /// From 1: the line of a text, the row of a sheet.
    package var lineNumber: Int32
    /// Seconds since 1970 UTC.
    package var bookedAt: Int64
    /// Into the pot is positive, out of it negative.
    package var amountFen: Int64
    package var balanceFen: Int64?
    /// 支付流水号 or 账务流水号; empty where the row has none, as copies of the aggregated account have.
    package var serialNo: UnsafeRawBufferPointer
    /// 业务流水号 or 支付宝交易号; may be empty.
    package var businessNo: UnsafeRawBufferPointer
    /// 商户订单号 as printed; may be empty.
    package var merchantOrderNo: UnsafeRawBufferPointer
    /// The one Taobao order that the row names; empty for none, for several and for a conflict.
    package var orderNo: UnsafeRawBufferPointer
    /// `S{…}` of 业务订单号.
    package var subOrderNo: UnsafeRawBufferPointer
    /// `O{…}` of 业务订单号: a refund or a document.
    package var refundNo: UnsafeRawBufferPointer
    package var orders: NamedOrders
    /// Which rule gave the order, the most trusted of those that agree; of a conflict nil.
    package var orderRule: OrderNumberRule?
    /// All orders that the row names, in the order of trust. Of a conflict those of both sides.
    package var candidates: UnsafeBufferPointer<OrderCandidate>
    /// Of `code|text`: `0170155T`, or twelve digits of the deposit; else empty.
    package var code: UnsafeRawBufferPointer
    /// What stands behind the code, in UTF-8, where it looks like a name of business; else empty.
    package var text: UnsafeRawBufferPointer
    /// 入账类型, 操作类型 or 业务类型, in the same way. No part of a row's identity: 分账 and 交易分账 are one.
    package var type: UnsafeRawBufferPointer
    package var description: StatementDescription
    /// A text of a row without code names what is the seller's own: fund, loan, bank, advertising.
    package var namesOwnFunds: Bool
    /// 支付渠道 is 聚合结算渠道: a copy of the aggregated account's row. nil where the file has no such column.
    package var isAggregatedChannel: Bool?
    /// Of what the movement is: time, amount, numbers, order and code. The same in every dialect that prints these.
    package var contentHash: UInt64

    package var isConflict: Bool { orders == .conflict }
}
