import Vocabulary

/// One payment row or refund row of a bill, as the decoder hands it out (Contract 3.1). The byte slices point
/// into the decoder's buffer and are valid only during the call that receives the entry. Everything that would be
/// personal (openid, payer account, goods, data package) is left behind in the file.
package struct BillEntry {
    /// Physical line in the file, from 1; for an archive with several detail members, lines count on through them.
    package var lineNumber: Int32
    /// Which part of the bill, from 0 (a SUCCESS file and then a REFUND file are two).
    package var fileNumber: Int16
    package var type: EntryType
    /// False when the row's kind or state is in no known set: outcome `unclassified`.
    package var isClassified: Bool
    /// A refund that the bill lists and says was not executed, in whatever words.
    package var isRefundNotExecuted: Bool
    /// 商户订单号; of a pay-score row (交易类型 `AUTH`) the last part of 商户数据包 `wxzff|…|NUMBER`.
    package var paymentNo: UnsafeRawBufferPointer
    /// 商户退款单号 or 退款批次号/请求号; the payment number where the row has none; empty for a payment.
    package var refundNo: UnsafeRawBufferPointer
    /// 微信订单号 or 支付宝交易号.
    package var channelTradeNo: UnsafeRawBufferPointer
    /// 微信退款单号; empty for a payment, for a `0`, and at Alipay, which has none.
    package var channelRefundNo: UnsafeRawBufferPointer
    /// Never negative.
    package var amountFen: Int64
    /// What the row moves for the merchant before fees: a payment's 应结订单金额 (legacy 总金额) or 商家实收; a refund's
    /// − 退款金额 or 商家实收, which is negative; 0 for a refund that was not executed. A `REVOKED` row takes 退款金额, or
    /// 应结订单金额 where it asks for no refund. Of a row of an unknown kind it is what the bill's own totals count:
    /// 应结订单金额 − 退款金额, or 商家实收 as signed.
    package var settledFen: Int64
    /// 1/100000 yuan; a fee is positive, a returned fee negative.
    package var feeE5: Int64
    /// Three letters.
    package var currency: UnsafeRawBufferPointer
    /// Seconds since 1970 UTC. Within a day of the bill's day, mostly on it (`time_outside_day`); of a `REVOKED` row and
    /// one of an unknown kind it may be any earlier time.
    package var occurredAt: Int64
    /// UTF-8 text of the row's state: WeChat payment `SUCCESS`, refund its 退款状态 (`PROCESSING`), `REVOKED`;
    /// Alipay 交易 / 退款; anything unknown as printed if it looks like a state's name, else `other text`.
    package var state: UnsafeRawBufferPointer
    /// What stands between the row's amount and the bill's own totals, per entry type (`other_discounts`, section 3.6):
    /// WeChat: only a `REVOKED` row's money that stands in the payment total; Alipay: 商家实收 + 商家优惠 − 订单金额 of
    /// a classified row.
    package var otherDiscountPaymentFen: Int64
    package var otherDiscountRefundFen: Int64
}

/// The sums of one entry type over a whole bill.
package struct BillTotals: Hashable, Sendable {
    /// Rows of this type, classified or not.
    package var rows: Int64 = 0
    /// Sum of the entries' amounts: the statement's line `channel`.
    package var amountFen: Int64 = 0
    package var otherDiscountsFen: Int64 = 0
    /// What the bill itself says, from its own trailer: the statement's line `channel_total`.
    package var channelTotalFen: Int64 = 0
    package var feesE5: Int64 = 0
    /// Sum of the entries' `settledFen`: what this type moves for the merchant, before fees. Proven against the bill's
    /// own totals (应结订单总金额 and 退款总金额, or 商家实收).
    package var settledFen: Int64 = 0

    package init() {}
}

/// A bill that was read whole and whose every total agreed with its own trailer.
package struct BillSummary: Hashable, Sendable {
    package var payments = BillTotals()
    package var refunds = BillTotals()
    /// Rows whose free text had to be told from the columns by position, or that were joined from several lines.
    package var flaggedRows: Int64 = 0
    /// Bytes of bill text after inflating.
    package var textBytes: Int64 = 0
    /// Of all of its files.
    package var unknownColumns: Set<UnknownColumn> = []

    package init() {}
    package var rows: Int64 { payments.rows + refunds.rows }
}

/// Bounds on untrusted input.
package struct BillLimits: Sendable {
    /// Bytes after inflating; 20 million rows of 400 bytes fit.
    package var inflatedBytesMax: Int64 = 16 << 30
    /// Inflated to compressed; bills deflate 5 to 10 times, zeros 1030 times.
    package var inflationRatioMax: Int64 = 200
    /// One physical line; the channels' columns add up to less than 8 KiB.
    package var lineBytesMax: Int = 64 * 1024
    /// Members of a ZIP.
    package var archiveMembersMax: Int = 64
    /// Lines of a bill, blank ones too. Entries carry their line in 32 bits; half of that leaves room for a block more,
    /// and is 40 times what the rows of 16 GiB have.
    package var linesMax: Int = 1 << 30

    package init() {}
}
