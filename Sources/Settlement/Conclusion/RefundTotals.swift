import Ledger
import Orders
import Postgres
import Vocabulary

/// Adds up the refunds of every payment that this run touched, over all bills in force, and marks the refund with which
/// their sum first exceeds the payment (Contract 3.3, `over_refund`).
/// - Parameter isUnchanged: of the day's own refunds, only those count that were touched.
func addUpRefunds(
    _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot, _ countedLines: CountedLines,
    isUnchanged: Bool
) throws {
    // A refund within its payment is too much only together with another one. What the day's bill held until now is touched
    // already.
    let ofDay = """
        SELECT account_id, payment_hash FROM ledger.refund d JOIN ledger.refund o USING (account_id, payment_hash)
        WHERE account_id = \(input.accountID) AND d.bill_date = '\(input.day)'
          AND (o.bill_date, o.file_no, o.line_no) <> (d.bill_date, d.file_no, d.line_no)
        UNION ALL
        """
    try connection.execute(
        """
        CREATE TEMP TABLE touched_hash ON COMMIT DROP AS
        SELECT DISTINCT account_id, payment_hash FROM (
            \(isUnchanged ? "" : ofDay)
            SELECT r.account_id, payment_hash FROM pg_temp.key k JOIN ledger.refund r USING (payment_hash)
            WHERE k.entry_type = 'payment'
            UNION ALL
            SELECT account_id, hashtextextended(payment_no, 0) FROM pg_temp.touched_payment) AS touched;
        ANALYZE pg_temp.touched_hash;
        ANALYZE pg_temp.payment_amount (account_id, payment_hash);
        -- Nearly every refund is within its payment: eight bytes tell so at a third of the cost of a text. What they do not
        -- tell (another number with the same hash, an amount that is not known), and what is or was in excess, goes on.
        CREATE TEMP TABLE refunded_payment ON COMMIT DROP AS
        WITH doubtful AS MATERIALIZED (
            SELECT account_id, payment_hash
            FROM (SELECT account_id, payment_hash, sum(amount_fen) AS total_fen, count(over_total_fen) AS marked,
                         min(payment_no COLLATE "C") AS first_no, max(payment_no COLLATE "C") AS last_no
                  FROM pg_temp.touched_hash JOIN ledger.refund USING (account_id, payment_hash) GROUP BY 1, 2) t
            LEFT JOIN (SELECT account_id, payment_hash, min(amount_fen) AS payment_fen,
                              min(payment_no COLLATE "C") AS payment_no
                       FROM pg_temp.payment_amount GROUP BY 1, 2) a USING (account_id, payment_hash)
            WHERE t.total_fen > a.payment_fen OR t.marked > 0 OR t.first_no <> t.last_no
               OR t.first_no IS DISTINCT FROM a.payment_no)
        SELECT account_id, payment_hash, r.payment_no FROM doubtful JOIN ledger.refund r USING (account_id, payment_hash)
        UNION
        SELECT account_id, t.payment_hash, i.payment_no FROM pg_temp.touched_hash t JOIN ledger.item i USING (account_id)
        WHERE i.code = 'over_refund' AND i.found AND hashtextextended(i.payment_no, 0) = t.payment_hash;
        ANALYZE pg_temp.refunded_payment (account_id, payment_hash);
        CREATE TEMP TABLE touched_refund ON COMMIT DROP AS
        SELECT * FROM pg_temp.refunded_payment JOIN ledger.refund USING (account_id, payment_hash, payment_no);
        ANALYZE pg_temp.touched_refund (account_id, bill_date);
        CREATE TEMP TABLE unknown_payment ON COMMIT DROP AS
        SELECT * FROM pg_temp.refunded_payment t WHERE NOT EXISTS (
            SELECT FROM pg_temp.payment_amount a WHERE a.account_id = t.account_id AND a.payment_no = t.payment_no)
        """)
    // The shop's amount, else that of the bill's payment, else nothing to compare with.
    try addShopAmounts(connection, orders)
    try addBilledAmounts(countedLines, connection)
    try connection.execute(
        """
        CREATE TEMP TABLE excess ON COMMIT DROP AS
        SELECT account_id, payment_no, a.payment_fen, sum(r.amount_fen) AS total_fen
        FROM pg_temp.touched_refund r
        JOIN (SELECT account_id, payment_no, min(amount_fen) AS payment_fen FROM pg_temp.payment_amount GROUP BY 1, 2) a
             USING (account_id, payment_no)
        GROUP BY 1, 2, 3 HAVING sum(r.amount_fen) > a.payment_fen
        """)
    let largest = try connection.query("SELECT max(total_fen) FROM pg_temp.excess")
    _ = try largest.sum(0, 0, at: Place(account: input.account, day: input.day))
    try connection.execute(
        """
        INSERT INTO pg_temp.over_refund
        SELECT DISTINCT ON (account_id, payment_no) account_id, payment_no, refund_no, bill_date, file_no, line_no,
               payment_fen, total_fen
        FROM (
            SELECT x.payment_fen, x.total_fen, r.*, sum(r.amount_fen) OVER (PARTITION BY account_id, payment_no
                       ORDER BY r.occurred_at, r.bill_date, r.file_no, r.line_no) AS running_fen
            FROM pg_temp.excess x JOIN pg_temp.touched_refund r USING (account_id, payment_no)) AS added
        WHERE running_fen > payment_fen
        ORDER BY account_id, payment_no, occurred_at, bill_date, file_no, line_no;
        CREATE TEMP TABLE changed_excess ON COMMIT DROP AS
        SELECT r.account_id, r.bill_date, r.file_no, r.line_no, o.payment_fen, o.total_fen
        FROM pg_temp.touched_refund r LEFT JOIN pg_temp.over_refund o USING (account_id, bill_date, file_no, line_no)
        WHERE (r.over_payment_fen, r.over_total_fen) IS DISTINCT FROM (o.payment_fen, o.total_fen);
        UPDATE ledger.refund r SET over_payment_fen = c.payment_fen, over_total_fen = c.total_fen
        FROM pg_temp.changed_excess c
        WHERE r.account_id = c.account_id AND r.bill_date = c.bill_date AND r.file_no = c.file_no
          AND r.line_no = c.line_no;
        INSERT INTO pg_temp.changed_day SELECT account_id, bill_date FROM pg_temp.changed_excess
        """)
    // Whatever is said to be one stands as a row, of its own, which takes the flag where its period is not closed.
    try connection.execute(
        """
        INSERT INTO pg_temp.wanted_line
        SELECT account_id, bill_date, 'refund', file_no, line_no FROM pg_temp.over_refund o
        WHERE NOT EXISTS (SELECT FROM ledger.entry e WHERE e.account_id = o.account_id AND e.bill_date = o.bill_date
                             AND e.file_no = o.file_no AND e.line_no = o.line_no)
        """)
    try takeOutLines(keep: true, countedLines, connection)
    guard try connection.query("SELECT FROM pg_temp.changed_excess LIMIT 1").count > 0 else { return }
    try connection.execute(
        """
        ANALYZE pg_temp.changed_excess;
        UPDATE ledger.entry e SET flag = CASE WHEN c.total_fen IS NULL THEN NULL ELSE 'over_refund'::ledger.outcome END
        FROM pg_temp.changed_excess c
        WHERE e.account_id = c.account_id AND e.bill_date = c.bill_date AND e.file_no = c.file_no
          AND e.line_no = c.line_no AND e.bill_date > \(ClosedPeriod.through)
        """)
}

/// What the shop says of the payments whose amount is not known yet; these are then known.
private func addShopAmounts(_ connection: borrowing Connection, _ orders: OrderSnapshot) throws {
    let accounts = try accountIDs(connection)
    try forEachBatch(connection, "SELECT DISTINCT payment_no FROM pg_temp.unknown_payment") { rows in
        let amounts = try orders.paymentAmountsFen((0..<rows.count).map { rows.text($0, 0) })
        try connection.copyIn("COPY pg_temp.payment_amount FROM STDIN (FORMAT binary)") { writer in
            try writer.header()
            for amount in amounts {
                guard let channel = Channel(rawValue: amount.channel),
                    let accountID = accounts[ChannelAccount(channel: channel, account: amount.account)]
                else { continue }
                try writer.beginRow(columns: 4)
                try writer.field(accountID)
                try writer.field(serverHash(amount.paymentNo))
                try writer.field(amount.paymentNo)
                try writer.field(amount.amountFen)
            }
            try writer.trailer()
        }
    }
    guard try connection.query("SELECT FROM pg_temp.unknown_payment LIMIT 1").count > 0 else { return }
    try connection.execute(
        """
        DELETE FROM pg_temp.unknown_payment u USING pg_temp.payment_amount a
        WHERE a.account_id = u.account_id AND a.payment_no = u.payment_no
        """)
}

/// What the bills say that payments without a shop record amount to: the earliest where there are several.
private func addBilledAmounts(_ countedLines: CountedLines, _ connection: borrowing Connection) throws {
    guard try connection.query("SELECT FROM pg_temp.unknown_payment LIMIT 1").count > 0 else { return }
    if try findBlocks(
        ofPayments: "SELECT 'payment'::ledger.entry_type AS entry_type, payment_no FROM pg_temp.unknown_payment",
        connection)
    {
        try countedLines.restore("SELECT * FROM pg_temp.found_block", connection)
    }
    let columns = """
        e.account_id, e.payment_hash, e.payment_no, e.amount_fen, e.occurred_at, e.bill_date, e.channel_trade_no, e.file_no, e.line_no
        """
    try connection.execute(
        """
        INSERT INTO pg_temp.payment_amount
        SELECT DISTINCT ON (account_id, payment_no) account_id, payment_hash, payment_no, amount_fen
        FROM (SELECT \(columns)
              FROM pg_temp.unknown_payment u JOIN ledger.entry e USING (account_id, payment_hash, payment_no)
              WHERE e.entry_type = 'payment' AND e.outcome <> 'unclassified'
              UNION ALL
              SELECT \(columns) FROM pg_temp.found_block b
              CROSS JOIN \(entries(of: "b", where: "p.payment_no IN (SELECT payment_no FROM pg_temp.unknown_payment)"))
              JOIN pg_temp.unknown_payment u ON u.account_id = e.account_id AND u.payment_no = e.payment_no
              WHERE e.entry_type = 'payment') AS billed
        ORDER BY account_id, payment_no, occurred_at, bill_date, channel_trade_no COLLATE "C", file_no, line_no
        """)
}
