/// The columns that a report of a shop reads of each view (Contract 6).
enum ShopViews {
    static let unexplained = [
        ReportColumn("shop", .text), ReportColumn("month", .day), ReportColumn("item", .text),
        ReportColumn("order_no", .identifier), ReportColumn("amount", .amount), ReportColumn("reason", .text),
        ReportColumn("at", .moment),
    ]

    static let suggestions = [
        ReportColumn("shop", .text), ReportColumn("plus_item", .text), ReportColumn("minus_item", .text),
        ReportColumn("amount", .amount), ReportColumn("status", .text),
    ]

    static let money = [
        ReportColumn("shop", .text), ReportColumn("month", .day), ReportColumn("pot", .text),
        ReportColumn("class", .text), ReportColumn("counted", .boolean), ReportColumn("rows", .integer),
        ReportColumn("amount", .amount), ReportColumn("code_text", .text),
    ]

    static let proof =
        [ReportColumn("pot", .text)]
        + ["classes", "other_months", "statements", "residual"].map { ReportColumn($0, .amount) }

    static let order =
        [ReportColumn("shop", .text), ReportColumn("order_no", .identifier), ReportColumn("paid_at", .moment)]
        + [
            "paid", "refunds", "received", "refunded_from_balance", "refunded_from_deposit", "deducted", "subsidies",
            "net", "difference",
        ].map { ReportColumn($0, .amount) }
        + [
            ReportColumn("state", .text), ReportColumn("orders_of_payment", .integer),
            ReportColumn("payment_no", .identifier), ReportColumn("first_at", .moment),
            ReportColumn("last_at", .moment),
        ]

    static let refunds = [
        ReportColumn("shop", .text), ReportColumn("order_no", .identifier), ReportColumn("refund_no", .identifier),
        ReportColumn("step", .text), ReportColumn("flag", .text), ReportColumn("recorded", .amount),
        ReportColumn("recorded_at", .moment), ReportColumn("pot", .text), ReportColumn("paid", .amount),
        ReportColumn("booked_at", .moment), ReportColumn("code", .identifier), ReportColumn("code_text", .text),
        ReportColumn("returned", .amount), ReportColumn("returned_at", .moment),
        ReportColumn("statement_id", .serial), ReportColumn("line_no", .serial),
    ]

    static let movements = [
        ReportColumn("shop", .text), ReportColumn("booked_at", .moment), ReportColumn("pot", .text),
        ReportColumn("amount", .amount), ReportColumn("class", .text), ReportColumn("reason", .text),
        ReportColumn("counted", .boolean), ReportColumn("code", .identifier), ReportColumn("code_text", .text),
        ReportColumn("type", .text), ReportColumn("order_no", .identifier), ReportColumn("order_rule", .text),
        ReportColumn("serial_no", .identifier), ReportColumn("business_no", .identifier),
        ReportColumn("refund_no", .identifier), ReportColumn("statement_id", .serial),
        ReportColumn("line_no", .serial),
    ]
}
