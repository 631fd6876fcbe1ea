extension NaiveMatcher {
    /// What the second matcher and the views do not agree on: `what | side | row`. Empty when they agree.
    ///
    /// Of an `order_only` no channel number is compared: the contract leaves open whether the shop's own is shown.
    private static let comparisons = [
        compare(
            "entry",
            contract: """
                SELECT e.channel, e.account, e.bill_date, e.entry_type, e.payment_no, nullif(e.refund_no, '') AS refund_no,
                       e.channel_no::text AS channel_no, e.line_no, e.amount::numeric(18, 2) AS amount,
                       (e.at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date AS time_outside_day,
                       CASE WHEN base IN ('matched', 'cross_day') THEN coalesce(flag, base) ELSE base END AS outcome
                FROM naive.entry e JOIN naive.outcome USING (entry_id)
                """,
            product: """
                SELECT channel, account, bill_date, entry_type, payment_no, refund_no,
                       coalesce(CASE WHEN entry_type = 'refund' THEN channel_refund_no END, channel_trade_no, ''),
                       row_number() OVER (PARTITION BY channel, account, bill_date ORDER BY file_no, line_no), amount,
                       time_outside_day, outcome
                FROM recon.bill_entries
                """),
        compare(
            "discrepancy", contract: "SELECT \(itemColumns) FROM naive.item WHERE status = 'open'",
            product: "SELECT \(itemColumns) FROM recon.discrepancies WHERE status IN ('open', 'acknowledged')"),
        compare(
            "pending", contract: "SELECT \(itemColumns), due_date FROM naive.item WHERE status = 'pending'",
            product: "SELECT \(itemColumns), due_date FROM recon.pending"),
        compare(
            "statement", contract: "SELECT \(statementColumns) FROM naive.statement",
            product: "SELECT \(statementColumns) FROM recon.statement"),
        compare(
            "summary", contract: "SELECT \(summaryColumns) FROM naive.summary",
            product: "SELECT \(summaryColumns) FROM recon.daily_summary WHERE verdict <> 'incomplete'"),
        compare(
            "run in force",
            contract: """
                SELECT s.channel, s.account, s.bill_date, s.verdict, s.payments + s.refunds AS entries, s.matched,
                       (SELECT count(*) FROM naive.entry e JOIN naive.outcome o USING (entry_id)
                        WHERE o.base = 'cross_day' AND o.flag IS NULL AND (e.channel, e.account, e.bill_date)
                              = (s.channel, s.account, s.bill_date)) AS cross_day, s.pending, s.open_discrepancies
                FROM naive.summary s
                """,
            product: """
                SELECT channel, account, bill_date, verdict, entries, matched, cross_day, pending, discrepancies
                FROM recon.runs WHERE in_force AND verdict <> 'incomplete'
                """),
        // 3.7: the latest concluded run is in force; one without a conclusion only while there is no other.
        compare(
            "attempts",
            contract: """
                SELECT channel, account, bill_date, coalesce(
                           max(run_id) FILTER (WHERE verdict IN ('balanced', 'pending', 'discrepancies')),
                           max(run_id) FILTER (WHERE verdict = 'incomplete')) AS in_force,
                       max(run_id) AS last, (array_agg(verdict ORDER BY run_id DESC))[1] AS last_verdict, count(*) AS attempts
                FROM recon.runs GROUP BY channel, account, bill_date
                """,
            product: """
                SELECT s.channel, s.account, s.bill_date, s.run_id, s.last_attempt_run_id, s.last_attempt_verdict,
                       (SELECT max(attempt) FROM recon.runs r WHERE (r.channel, r.account, r.bill_date)
                                                                    = (s.channel, s.account, s.bill_date))
                FROM recon.daily_summary s
                JOIN recon.runs f ON f.in_force AND (f.channel, f.account, f.bill_date, f.run_id)
                                                    = (s.channel, s.account, s.bill_date, s.run_id)
                """),
    ]

    static let difference = comparisons.joined(separator: "\nUNION ALL\n") + "\nORDER BY 1, 3, 2"

    private static let itemColumns = """
        channel, account, bill_date, code, entry_type, payment_no, refund_no,
        CASE WHEN code <> 'order_only' THEN channel_trade_no END AS channel_trade_no,
        CASE WHEN code <> 'order_only' THEN channel_refund_no END AS channel_refund_no,
        order_amount, channel_amount, difference, currency, occurred_at
        """
    private static let statementColumns =
        "channel, account, bill_date, entry_type, line_no::int AS line_no, line, entries, amount"
    private static let summaryColumns = """
        channel, account, bill_date, verdict, payments, payment_amount, refunds, refund_amount, fees, net_amount, matched, pending,
        open_discrepancies, received_amount
        """

    /// Rows that only one side has, as often as they are too many.
    private static func compare(_ what: String, contract: String, product: String) -> String {
        func only(_ left: String, _ right: String, _ side: String) -> String {
            "SELECT '\(what)', '\(side)', x::text FROM (\(left) EXCEPT ALL \(right)) x"
        }
        return only(contract, product, "by the contract") + "\nUNION ALL\n" + only(product, contract, "in the views")
    }
}
