import Orders
import Postgres
import Vocabulary

/// Adds up the refunds of every payment that this run touched, over all bills in force, and marks the refund with which
/// their sum first exceeds the payment (contract section 3.3, `over_refund`).
func addUpRefunds(
    _ input: DayInput, _ table: EntriesTable, _ connection: borrowing Connection, _ orders: borrowing OrderSnapshot
) throws {
    try connection.execute(
        """
        INSERT INTO pg_temp.touched_payment
        SELECT DISTINCT account_id, payment_no FROM ledger.refund
         WHERE account_id = \(input.accountID) AND bill_date = '\(input.day)'
        UNION SELECT DISTINCT r.account_id, r.payment_no
         FROM pg_temp.key k JOIN ledger.refund r ON r.payment_hash = k.payment_hash AND r.payment_no = k.payment_no
         WHERE k.entry_type = 'payment';
        CREATE TEMP TABLE refunded_payment ON COMMIT DROP AS
        SELECT DISTINCT account_id, payment_no, hashtextextended(payment_no, 0) AS payment_hash
        FROM pg_temp.touched_payment;
        ANALYZE pg_temp.refunded_payment
        """)
    let accounts = try accountIDs(connection)
    try forEachBatch(connection, "SELECT DISTINCT payment_no FROM pg_temp.refunded_payment") { rows in
        let amounts = try orders.paymentAmountsFen((0..<rows.count).map { rows.text($0, 0) })
        try connection.copyIn("COPY pg_temp.payment_amount FROM STDIN (FORMAT binary)") { writer in
            try writer.header()
            for amount in amounts {
                guard let channel = Channel(rawValue: amount.channel),
                    let accountID = accounts[ChannelAccount(channel: channel, account: amount.account)]
                else { continue }
                try writer.beginRow(columns: 3)
                try writer.field(accountID)
                try writer.field(amount.paymentNo)
                try writer.field(amount.amountFen)
            }
            try writer.trailer()
        }
    }
    try connection.execute(
        """
        CREATE INDEX ON pg_temp.payment_amount (payment_no, account_id);
        ANALYZE pg_temp.payment_amount;
        -- The shop's amount, else that of the bill's payment, else nothing to compare with.
        INSERT INTO pg_temp.over_refund
        SELECT DISTINCT ON (account_id, payment_no) account_id, payment_no, refund_no, bill_date, file_no, line_no,
               payment_fen, total_fen
        FROM (
            SELECT r.*, p.payment_fen,
                   sum(r.amount_fen) OVER (PARTITION BY r.account_id, r.payment_no)::bigint AS total_fen,
                   sum(r.amount_fen) OVER (PARTITION BY r.account_id, r.payment_no
                       ORDER BY r.occurred_at, r.bill_date, r.file_no, r.line_no)::bigint AS running_fen
            FROM (
                SELECT t.account_id, t.payment_no, t.payment_hash, coalesce(
                    (SELECT a.amount_fen FROM pg_temp.payment_amount a
                      WHERE a.account_id = t.account_id AND a.payment_no = t.payment_no LIMIT 1),
                    (SELECT e.amount_fen FROM \(table.all) e
                      WHERE e.payment_hash = t.payment_hash AND e.payment_no = t.payment_no
                        AND e.account_id = t.account_id AND e.entry_type = 'payment' AND e.outcome <> 'unclassified'
                      ORDER BY e.occurred_at, e.bill_date, e.channel_trade_no COLLATE "C", e.file_no, e.line_no
                      LIMIT 1)) AS payment_fen
                FROM pg_temp.refunded_payment t) p
            JOIN ledger.refund r ON r.account_id = p.account_id AND r.payment_hash = p.payment_hash
                                AND r.payment_no = p.payment_no
            WHERE p.payment_fen IS NOT NULL) AS added
        WHERE running_fen > payment_fen
        ORDER BY account_id, payment_no, occurred_at, bill_date, file_no, line_no;
        CREATE TEMP TABLE changed_excess ON COMMIT DROP AS
        SELECT r.account_id, r.bill_date, r.file_no, r.line_no, o.payment_fen, o.total_fen
        FROM pg_temp.refunded_payment t
        JOIN ledger.refund r ON r.account_id = t.account_id AND r.payment_hash = t.payment_hash
                            AND r.payment_no = t.payment_no
        LEFT JOIN pg_temp.over_refund o ON o.account_id = r.account_id AND o.bill_date = r.bill_date
                            AND o.file_no = r.file_no AND o.line_no = r.line_no
        WHERE (r.over_payment_fen, r.over_total_fen) IS DISTINCT FROM (o.payment_fen, o.total_fen);
        UPDATE ledger.refund r SET over_payment_fen = c.payment_fen, over_total_fen = c.total_fen
        FROM pg_temp.changed_excess c
        WHERE r.account_id = c.account_id AND r.bill_date = c.bill_date AND r.file_no = c.file_no
          AND r.line_no = c.line_no;
        INSERT INTO pg_temp.changed_day SELECT account_id, bill_date FROM pg_temp.changed_excess
        """)
    guard try connection.query("SELECT FROM pg_temp.changed_excess LIMIT 1").count > 0 else { return }
    try connection.execute("ANALYZE pg_temp.changed_excess")
    for changed in table.changed {
        try connection.execute(
            """
            UPDATE \(changed) e SET flag = CASE WHEN c.total_fen IS NULL THEN NULL ELSE 'over_refund'::ledger.outcome END
            FROM pg_temp.changed_excess c
            WHERE e.account_id = c.account_id AND e.bill_date = c.bill_date AND e.file_no = c.file_no
              AND e.line_no = c.line_no AND e.bill_date > \(ClosedPeriod.through)
            """)
    }
}
