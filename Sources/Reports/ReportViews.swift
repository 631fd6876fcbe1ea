/// The columns that a report reads of each view (contract section 4), in the contract's order.
enum ReportViews {
    static let dailySummary = [
        ReportColumn("bill_date", .day), ReportColumn("channel", .text), ReportColumn("account", .identifier),
        ReportColumn("verdict", .text), ReportColumn("payments", .integer), ReportColumn("payment_amount", .amount),
        ReportColumn("refunds", .integer), ReportColumn("refund_amount", .amount), ReportColumn("fees", .amount),
        ReportColumn("net_amount", .amount), ReportColumn("matched", .integer), ReportColumn("pending", .integer),
        ReportColumn("open_discrepancies", .integer), ReportColumn("run_id", .integer),
        ReportColumn("last_attempt_run_id", .integer), ReportColumn("last_attempt_verdict", .text),
        ReportColumn("last_attempt_reason", .text),
    ]

    static let statement = [
        ReportColumn("bill_date", .day), ReportColumn("channel", .text), ReportColumn("account", .identifier),
        ReportColumn("entry_type", .text), ReportColumn("line_no", .integer), ReportColumn("line", .text),
        ReportColumn("entries", .integer), ReportColumn("amount", .amount),
    ]

    /// What `recon.discrepancies` and `recon.pending` have in common.
    static let item = [
        ReportColumn("discrepancy_id", .integer), ReportColumn("status", .text), ReportColumn("code", .text),
        ReportColumn("bill_date", .day), ReportColumn("channel", .text), ReportColumn("account", .identifier),
        ReportColumn("entry_type", .text), ReportColumn("payment_no", .identifier),
        ReportColumn("refund_no", .identifier), ReportColumn("order_nos", .identifiers),
        ReportColumn("channel_trade_no", .identifier), ReportColumn("channel_refund_no", .identifier),
        ReportColumn("order_amount", .amount), ReportColumn("channel_amount", .amount),
        ReportColumn("difference", .amount), ReportColumn("currency", .text), ReportColumn("occurred_at", .moment),
    ]

    static let discrepancies =
        item + [
            ReportColumn("opened_at", .moment), ReportColumn("resolved_at", .moment), ReportColumn("resolution", .text),
            ReportColumn("resolved_by", .text), ReportColumn("note", .text), ReportColumn("first_run_id", .integer),
            ReportColumn("last_run_id", .integer), ReportColumn("details", .json),
        ]

    static let pending = item + [ReportColumn("due_date", .day)]
}
