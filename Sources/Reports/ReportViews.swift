/// The columns that a report reads of each view (Contract 4), in the contract's order.
enum ReportViews {
    private static let accountDay = [
        ReportColumn("bill_date", .day), ReportColumn("channel", .text), ReportColumn("account", .identifier),
    ]

    static let dailySummary =
        accountDay + [
            ReportColumn("verdict", .text), ReportColumn("payments", .integer),
            ReportColumn("payment_amount", .amount), ReportColumn("refunds", .integer),
            ReportColumn("refund_amount", .amount), ReportColumn("fees", .amount),
            ReportColumn("net_amount", .amount), ReportColumn("matched", .integer), ReportColumn("pending", .integer),
            ReportColumn("open_discrepancies", .integer), ReportColumn("run_id", .serial),
            ReportColumn("last_attempt_run_id", .serial), ReportColumn("last_attempt_verdict", .text),
            ReportColumn("last_attempt_reason", .text), ReportColumn("closed", .boolean),
            ReportColumn("received_amount", .amount), ReportColumn("last_attempt_reason_code", .text),
            ReportColumn("last_attempt_hint", .text), ReportColumn("booked_amount", .amount),
            ReportColumn("funds_verdict", .text),
        ]

    /// The days of an account added up.
    static let totals =
        [ReportColumn("channel", .text), ReportColumn("account", .identifier), ReportColumn("days", .integer)]
        + dailySummary.filter { SummaryTotal.names.contains($0.name) }

    /// Of `recon.days_not_green`: days that failed, or that nobody has run.
    static let withoutResult =
        accountDay + [
            ReportColumn("verdict", .text), ReportColumn("reason", .text), ReportColumn("hint", .text),
            ReportColumn("kind", .text),
        ]

    static let statement =
        accountDay + [
            ReportColumn("entry_type", .text), ReportColumn("line_no", .serial), ReportColumn("line", .text),
            ReportColumn("entries", .integer), ReportColumn("amount", .amount),
        ]

    /// What `recon.discrepancies` and `recon.pending` have in common.
    static let item = [
        ReportColumn("discrepancy_id", .serial), ReportColumn("status", .text), ReportColumn("code", .text),
        ReportColumn("bill_date", .day), ReportColumn("channel", .text), ReportColumn("account", .identifier),
        ReportColumn("entry_type", .text), ReportColumn("payment_no", .identifier),
        ReportColumn("refund_no", .identifier), ReportColumn("order_nos", .identifiers),
        ReportColumn("channel_trade_no", .identifier), ReportColumn("channel_refund_no", .identifier),
        ReportColumn("order_amount", .amount), ReportColumn("channel_amount", .amount),
        ReportColumn("difference", .amount), ReportColumn("currency", .text), ReportColumn("occurred_at", .moment),
    ]

    private static let decided =
        item + [
            ReportColumn("opened_at", .moment), ReportColumn("resolved_at", .moment), ReportColumn("resolution", .text),
            ReportColumn("resolved_by", .text), ReportColumn("note", .text), ReportColumn("first_run_id", .serial),
            ReportColumn("last_run_id", .serial), ReportColumn("details", .json), ReportColumn("late_on", .day),
        ]

    /// Which bill an item belongs to, which pot, and what moved.
    private static let ofBill = [
        ReportColumn("kind", .text), ReportColumn("pot", .text), ReportColumn("movement_class", .text),
    ]

    static let discrepancies = decided + ofBill
    /// Of discrepancies and what is pending in one table.
    static let items = decided + [ReportColumn("due_date", .day)] + ofBill

    static let pending =
        item + [
            ReportColumn("due_date", .day), ReportColumn("late_on", .day), ReportColumn("kind", .text),
            ReportColumn("pot", .text),
        ]

    /// Of `recon.funds_summary`.
    static let pots =
        accountDay + [ReportColumn("pot", .text)]
        + ["opening", "money_in", "money_out", "closing"].map { ReportColumn($0, .amount) } + [
            ReportColumn("verdict", .text), ReportColumn("proven", .boolean), ReportColumn("movements_in", .integer),
            ReportColumn("movements_out", .integer), ReportColumn("has_statement", .boolean),
            ReportColumn("controlled", .boolean), ReportColumn("pending", .integer),
            ReportColumn("open_discrepancies", .integer), ReportColumn("run_id", .serial),
            ReportColumn("last_attempt_run_id", .serial), ReportColumn("last_attempt_verdict", .text),
            ReportColumn("last_attempt_reason", .text), ReportColumn("last_attempt_hint", .text),
            ReportColumn("closed", .boolean),
        ]

    private static let line = [ReportColumn("line_no", .serial), ReportColumn("line", .text)]
    private static let labels = [ReportColumn("label_en", .text), ReportColumn("label_zh", .text)]

    /// Of `recon.funds_statement`.
    static let potStatement =
        accountDay + [ReportColumn("pot", .text)] + line
        + [ReportColumn("movements", .integer), ReportColumn("amount", .amount)] + labels

    static let bridge = accountDay + line + [ReportColumn("amount", .amount)] + labels

    /// By the day whose bill decides.
    static let unbooked = [
        ReportColumn("channel", .text), ReportColumn("account", .identifier), ReportColumn("due_date", .day),
        ReportColumn("items", .integer), ReportColumn("to_come_in", .amount), ReportColumn("to_go_out", .amount),
    ]

    /// Of `recon.discrepancy_history`: what people did.
    static let decisions = [
        ReportColumn("discrepancy_id", .serial), ReportColumn("at", .moment), ReportColumn("event", .text),
        ReportColumn("actor", .text), ReportColumn("note", .text), ReportColumn("resolution", .text),
        ReportColumn("difference", .amount),
    ]

    static let lateEffects = [
        ReportColumn("shown_on", .day), ReportColumn("closed_day", .day), ReportColumn("channel", .text),
        ReportColumn("account", .identifier), ReportColumn("discrepancy_id", .serial), ReportColumn("code", .text),
        ReportColumn("entry_type", .text), ReportColumn("payment_no", .identifier),
        ReportColumn("refund_no", .identifier), ReportColumn("closed_status", .text), ReportColumn("status", .text),
        ReportColumn("closed_difference", .amount), ReportColumn("difference", .amount),
    ]

    static func channelMix(by step: String) -> [ReportColumn] {
        [
            ReportColumn(step, .day), ReportColumn("channel", .text), ReportColumn("payments", .integer),
            ReportColumn("payment_share", .amount), ReportColumn("payment_amount", .amount),
            ReportColumn("amount_share", .amount), ReportColumn("refunds", .integer),
            ReportColumn("refund_rate", .amount), ReportColumn("refund_amount", .amount),
            ReportColumn("refund_amount_rate", .amount), ReportColumn("fees", .amount),
            ReportColumn("fee_rate", .amount), ReportColumn("account_days", .integer),
        ]
    }

    /// What is open now, of the period and of all days before it.
    static let ageing = [
        ReportColumn("code", .text), ReportColumn("days", .integer), ReportColumn("items", .integer),
        ReportColumn("money_at_risk", .amount),
    ]
}
