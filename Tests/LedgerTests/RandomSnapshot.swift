import Vocabulary

/// What is held still between two states of a database, or between two databases.
enum RandomSnapshot {
    /// Every row that people see, apart from numbers of runs and clock times: a repeated run changes none.
    static let everything = union([
        "SELECT to_jsonb(d) - 'last_run_id' FROM recon.discrepancies d",
        "SELECT to_jsonb(p) FROM recon.pending p",
        "SELECT to_jsonb(s) FROM recon.statement s",
        "SELECT to_jsonb(e) FROM recon.bill_entries e",
        "SELECT to_jsonb(s) - 'run_id' - 'last_attempt_run_id' FROM recon.daily_summary s",
        "SELECT to_jsonb(h) FROM recon.discrepancy_history h",
    ])

    /// What may not depend on the order of the runs.
    static let result = union([
        """
        SELECT to_jsonb(d) - '{discrepancy_id,opened_at,first_run_id,last_run_id,resolved_at,resolution,resolved_by,note}'::text[]
        FROM recon.discrepancies d WHERE status IN ('open', 'acknowledged')
        """,
        "SELECT to_jsonb(p) - 'discrepancy_id' FROM recon.pending p",
        "SELECT to_jsonb(s) FROM recon.statement s",
        "SELECT to_jsonb(e) FROM recon.bill_entries e",
        """
        SELECT to_jsonb(s) - '{run_id,last_attempt_run_id,last_attempt_verdict,last_attempt_reason}'::text[]
        FROM recon.daily_summary s
        """,
    ])

    /// What was written once and never changes: runs, apart from which is in force, and the history.
    static let past =
        union([
            "SELECT 1, run_id, to_jsonb(r) - 'in_force' FROM recon.runs r",
            "SELECT 2, row_number() OVER (), to_jsonb(h) FROM recon.discrepancy_history h",
        ]) + ", 2"

    /// Discrepancies by what makes their identity: all that ever were, and those open or in doubt.
    static let identities = """
        SELECT concat_ws(' ', channel, account, entry_type, payment_no, refund_no, code,
                         coalesce(CASE WHEN entry_type = 'refund' THEN channel_refund_no END, channel_trade_no)) AS identity,
               count(*) FILTER (WHERE status <> 'pending'), count(*) FILTER (WHERE status <> 'resolved')
        FROM (SELECT status, channel, account, entry_type, payment_no, refund_no, code, channel_trade_no, channel_refund_no
              FROM recon.discrepancies
              UNION ALL
              SELECT status, channel, account, entry_type, payment_no, refund_no, code, channel_trade_no, channel_refund_no
              FROM recon.pending) i
        GROUP BY 1 ORDER BY 1
        """

    private static func union(_ queries: [String]) -> String {
        queries.map { "(\($0))" }.joined(separator: " UNION ALL ") + " ORDER BY 1"
    }

    static let storedRows = """
        SELECT concat_ws(':', channel, account), bill_date, line_no, entry_type, payment_no, coalesce(refund_no, ''),
               coalesce(channel_trade_no, ''), coalesce(channel_refund_no, ''), (amount * 100)::bigint,
               (settled_amount * 100)::bigint, (fee * 100000)::bigint, currency,
               extract(epoch FROM occurred_at)::bigint, state
        FROM recon.bill_entries
        """

    /// A bill's rows in the form of `storedRows`.
    static func rows(of bill: RandomBill, _ day: AccountDay) -> [String] {
        bill.rows.enumerated().map { index, row in
            [
                day.account.description, day.day.description, String(index + 2),
                row.type == .payment ? "payment" : "refund",
                row.payment, row.refund, row.tradeNo, row.refundNo, String(row.fen), String(row.settledFen),
                String(row.feeE5), row.currency, String(row.at), row.state,
            ].joined(separator: "|")
        }
    }

    /// Rows that only one side has, with repetition.
    static func changes(_ before: [String], _ after: [String]) -> [String] {
        var counts: [String: Int] = [:]
        for row in before { counts[row, default: 0] -= 1 }
        for row in after { counts[row, default: 0] += 1 }
        return counts.filter { $0.value != 0 }.map { "\($0.value > 0 ? "+" : "-") \($0.key)" }.sorted {
            $0.dropFirst(2) < $1.dropFirst(2)
        }
    }
}
