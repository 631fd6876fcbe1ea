/// What the random worlds have shown, so that a test which no longer meets a rule is noticed.
struct RandomCoverage {
    private(set) var counts: [String: Int] = [:]

    mutating func add(_ cells: [String]) { for cell in cells { counts[cell, default: 0] += 1 } }

    mutating func add(_ other: Self) { counts.merge(other.counts, uniquingKeysWith: +) }

    /// The cells of a state: outcomes, items and statement lines by entry type.
    static let cells = """
        SELECT DISTINCT concat_ws(' ', 'entry', entry_type, coalesce(CASE WHEN base IN ('matched', 'cross_day') THEN flag END, base))
        FROM naive.entry JOIN naive.outcome USING (entry_id)
        UNION SELECT concat_ws(' ', 'item', entry_type, code, status, due_date - bill_date) FROM naive.item
        UNION SELECT concat_ws(' ', 'line', entry_type, line) FROM naive.statement WHERE entries <> 0 OR amount <> 0
        UNION SELECT concat_ws(' ', 'shared', entry_type, base) FROM naive.entry e JOIN naive.outcome USING (entry_id)
        WHERE is_pair AND EXISTS (SELECT FROM naive.record r WHERE (r.channel, r.account) <> (e.channel, e.account)
            AND (r.entry_type, r.payment_no, r.refund_no) = (e.entry_type, e.payment_no, e.refund_no))
        UNION SELECT concat_ws(' ', 'sent again', p.base) FROM naive.entry e JOIN naive.outcome o USING (entry_id)
        JOIN (naive.entry f JOIN naive.outcome p USING (entry_id))
          ON (f.channel, f.account, f.entry_type, f.payment_no, f.refund_no)
             = (e.channel, e.account, e.entry_type, e.payment_no, e.refund_no)
        WHERE o.base = 'not_executed' AND p.is_pair AND f.is_executed
        UNION SELECT concat_ws(' ', 'no money', r.entry_type) FROM naive.record r WHERE r.is_money AND r.amount = 0
          AND NOT EXISTS (SELECT FROM naive.entry e WHERE (r.channel, r.account, r.entry_type, r.payment_no, r.refund_no)
                          = (e.channel, e.account, e.entry_type, e.payment_no, e.refund_no))
        UNION SELECT concat_ws(' ', 'day', verdict) FROM recon.daily_summary
        UNION SELECT concat_ws(' ', 'attempt', last_attempt_verdict) FROM recon.daily_summary
        UNION SELECT concat_ws(' ', 'run', requested_by) FROM recon.runs
        UNION SELECT concat_ws(' ', 'event', event) FROM recon.discrepancy_history
        UNION SELECT concat_ws(' ', 'change', change) FROM recon.run_changes
        """

    /// All that must occur.
    static let expected: [String] = {
        let both = ["payment", "refund"]
        let outcomes = [
            "matched", "cross_day", "pending", "channel_only", "account_mismatch", "duplicate_in_channel",
            "unclassified",
            "currency_mismatch", "status_mismatch", "amount_mismatch",
        ]
        let lines = [
            "orders", "booked_other_day", "from_other_day", "pending_orders", "order_only", "channel_only",
            "pending_channel", "account_mismatch", "duplicate_in_channel", "unclassified", "status_mismatch",
            "currency_mismatch", "amount_mismatch", "channel", "other_discounts", "channel_total",
        ]
        var cells = both.flatMap { type in
            outcomes.map { "entry \(type) \($0)" } + lines.map { "line \(type) \($0)" }
                + outcomes.dropFirst(3).map { "item \(type) \($0) open" }
                + ["order_only open", "order_only pending 1", "order_only pending -1", "channel_only pending 1"].map {
                    "item \(type) \($0)"
                }
        }
        cells += ["entry payment fee_mismatch", "item payment fee_mismatch open", "entry refund over_refund"]
        cells += ["item refund over_refund open", "item refund order_only pending", "entry refund not_executed"]
        cells += ["line refund not_executed", "run test", "run rematch"]
        cells += ["balanced", "pending", "discrepancies", "incomplete"].flatMap { ["day \($0)", "attempt \($0)"] }
        cells += ["side not whole, no time: incomplete", "side not whole, no rows: incomplete"]
        cells += ["side not whole, share: incomplete"]
        cells += ["payment", "refund"].flatMap { ["shared \($0) matched", "shared \($0) cross_day", "no money \($0)"] }
        cells += ["sent again matched", "sent again cross_day"]
        cells += ["new", "persisting", "resolved"].map { "change \($0)" }
        return cells
    }()

    var missing: [String] { Self.expected.filter { counts[$0] == nil } }
}

extension RandomCoverage: CustomStringConvertible {
    var description: String {
        let known = Set(Self.expected)
        return
            (counts.map { "\($0.key): \($0.value)\(known.contains($0.key) ? "" : " (not asked for)")" }.sorted()
            + missing.map { "MISSING \($0)" }).joined(separator: "\n")
    }
}
