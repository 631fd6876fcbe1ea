import Ledger
import Postgres
import Vocabulary

/// Lists every item (a discrepancy, or one side in doubt) that now stands under the touched keys, and every item that
/// the ledger has of them. The latter are locked: what a person decides from here on waits for the verdict, and what was
/// decided before is what the verdict builds on.
func findItems(_ input: DayInput, _ connection: borrowing Connection) throws {
    try connection.execute(
        """
        INSERT INTO pg_temp.found_item
        SELECT account_id, code, bill_date, entry_type, payment_no, refund_no, channel_no,
               row_number() OVER (PARTITION BY account_id, entry_type, payment_no, refund_no, code, channel_no
                                  ORDER BY occurred_at, bill_date, file_no, line_no),
               order_nos, channel_trade_no, nullif(channel_refund_no, ''), order_fen, channel_fen, difference_fen,
               currency, occurred_at, due_date, is_waiting, jsonb_strip_nulls(details)
        FROM (
            -- what the rules say of an entry
            SELECT o.account_id, CASE n.outcome WHEN 'pending' THEN 'channel_only' ELSE n.outcome END AS code,
                   o.bill_date, o.entry_type, o.payment_no, o.refund_no, o.channel_no, o.file_no, o.line_no,
                   CASE WHEN c.is_compared THEN r.order_nos::text[] END AS order_nos, o.channel_trade_no,
                   o.channel_refund_no, CASE WHEN c.is_compared THEN r.amount_fen END AS order_fen,
                   o.amount_fen AS channel_fen,
                   CASE WHEN n.outcome = 'amount_mismatch' OR (n.outcome = 'status_mismatch' AND r.state = 'succeeded')
                        THEN o.amount_fen - r.amount_fen ELSE o.amount_fen END AS difference_fen,
                   o.currency, o.occurred_at, n.due_date, n.outcome = 'pending' AS is_waiting,
                   jsonb_build_object(
                       'line', o.line_no,
                       'order_state', CASE WHEN n.outcome = 'status_mismatch' THEN r.state END,
                       'order_currency', CASE WHEN n.outcome = 'currency_mismatch' THEN r.currency END,
                       'order_account', CASE WHEN n.outcome = 'account_mismatch' THEN (
                           -- of several, always the same one
                           SELECT other.channel || ':' || other.account FROM pg_temp.read_record other
                           WHERE other.entry_type = o.entry_type AND other.payment_no = o.payment_no
                             AND other.refund_no = o.refund_no
                           ORDER BY other.channel COLLATE "C", other.account COLLATE "C" LIMIT 1) END) AS details
            FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
            LEFT JOIN pg_temp.read_record r USING (account_id, entry_type, payment_no, refund_no)
            CROSS JOIN LATERAL (SELECT n.outcome IN
                ('amount_mismatch', 'status_mismatch', 'currency_mismatch') AS is_compared) c
            WHERE n.outcome NOT IN ('matched', 'cross_day', 'not_executed')
            UNION ALL
            -- a payment's fee
            SELECT o.account_id, 'fee_mismatch', o.bill_date, o.entry_type, o.payment_no, o.refund_no, o.channel_no,
                   o.file_no, o.line_no, r.order_nos::text[], o.channel_trade_no, o.channel_refund_no,
                   o.expected_fee_fen, round(o.fee_e5 / 1000.0)::bigint,
                   round(o.fee_e5 / 1000.0)::bigint - o.expected_fee_fen, o.currency, o.occurred_at, NULL, false,
                   jsonb_build_object('line', o.line_no)
            FROM pg_temp.open_entry o
            LEFT JOIN pg_temp.read_record r USING (account_id, entry_type, payment_no, refund_no)
            WHERE o.flag = 'fee_mismatch'
            UNION ALL
            -- refunds beyond their payment
            SELECT e.account_id, 'over_refund', e.bill_date, 'refund', e.payment_no, e.refund_no,
                   CASE WHEN e.channel_refund_no = '' THEN e.channel_trade_no ELSE e.channel_refund_no END,
                   e.file_no, e.line_no, NULL, e.channel_trade_no, e.channel_refund_no, x.payment_fen, x.total_fen,
                   x.total_fen - x.payment_fen, e.currency, e.occurred_at, NULL, false,
                   jsonb_build_object('line', e.line_no)
            FROM pg_temp.over_refund x JOIN ledger.entry e
                 USING (account_id, bill_date, file_no, line_no)
            UNION ALL
            -- a record that no bill shows
            SELECT account_id, 'order_only', (occurred_at AT TIME ZONE 'Asia/Shanghai')::date, entry_type, payment_no,
                   refund_no, '', 0, 0, order_nos, CASE entry_type WHEN 'payment' THEN nullif(channel_no, '') END,
                   CASE entry_type WHEN 'refund' THEN channel_no END, amount_fen, NULL, -amount_fen, currency,
                   occurred_at, due_date, outcome = 'pending', jsonb_build_object('order_state', state)
            FROM pg_temp.new_record WHERE outcome IN ('order_only', 'pending')) AS found;
        INSERT INTO pg_temp.known_item
        SELECT i.* FROM pg_temp.key k JOIN ledger.item i ON i.payment_no = k.payment_no AND i.entry_type = k.entry_type
               AND i.refund_no = k.refund_no WHERE i.code <> 'over_refund' FOR UPDATE OF i;
        INSERT INTO pg_temp.known_item
        SELECT i.* FROM pg_temp.refunded_payment t JOIN ledger.item i
               ON i.payment_no = t.payment_no AND i.account_id = t.account_id
        WHERE i.code = 'over_refund' FOR UPDATE OF i;
        CREATE INDEX ON pg_temp.found_item (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence);
        CREATE INDEX ON pg_temp.known_item (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence);
        ANALYZE pg_temp.found_item;
        ANALYZE pg_temp.known_item;
        -- In place of a closed day, the first open one changes.
        INSERT INTO pg_temp.changed_day
        SELECT account_id, CASE WHEN day <= \(ClosedPeriod.through) THEN \(ClosedPeriod.through) + 1 ELSE day END
        FROM (SELECT account_id, unnest(ARRAY[f.bill_date, k.bill_date, k.late_on]) AS day
        FROM pg_temp.found_item f
        FULL JOIN (SELECT * FROM pg_temp.known_item WHERE found) k
             USING (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence)
        WHERE (f.bill_date, f.difference_fen, f.is_waiting, f.due_date) IS DISTINCT FROM
              (k.bill_date, k.difference_fen, k.status = 'pending', k.due_date)) AS differing
        """)
}

/// Brings the ledger's items in line with what was found. Identity and everything a person wrote survive. An item that a
/// closed day shows moves to the first open one with its first change.
func mergeItems(_ input: DayInput, _ connection: borrowing Connection) throws {
    let identity = """
        i.account_id = f.account_id AND i.entry_type = f.entry_type AND i.payment_no = f.payment_no
        AND i.refund_no = f.refund_no AND i.code = f.code AND i.channel_no = f.channel_no
        AND i.occurrence = f.occurrence
        """
    // The run that an item's day has now; an item without a day belongs to the run that is being settled.
    let runOf =
        "coalesce((SELECT d.run_id FROM pg_temp.day_run d WHERE d.account_id = %.account_id "
        + "AND d.bill_date = coalesce(%.late_on, %.bill_date)), \(input.runID))"
    func run(of alias: String) -> String { runOf.replacing("%", with: alias) }
    let closed = ClosedPeriod.through
    let firstOpen = "\(closed) + 1"
    try connection.execute(
        """
        -- gone: no bill and no record shows it any more
        WITH gone AS (
            UPDATE ledger.item i SET found = false,
                   late_on = CASE WHEN coalesce(k.late_on, k.bill_date) <= \(closed) THEN \(firstOpen) ELSE k.late_on END,
                   status = 'resolved',
                   resolved_at = CASE WHEN i.status = 'resolved' THEN i.resolved_at ELSE clock_timestamp() END,
                   resolution = CASE WHEN i.status = 'resolved' THEN i.resolution ELSE 'superseded' END,
                   resolved_by = CASE WHEN i.status = 'resolved' THEN i.resolved_by ELSE 'reconciled' END
            FROM pg_temp.known_item k
            WHERE i.account_id = k.account_id AND i.item_id = k.item_id AND k.found
              AND NOT EXISTS (SELECT FROM pg_temp.found_item f WHERE \(identity))
            RETURNING i.account_id, i.item_id, k.status AS former, i.opened_at,
                      coalesce(k.late_on, k.bill_date) AS former_day, k.difference_fen)
        INSERT INTO pg_temp.item_change
        SELECT account_id, item_id, 'resolved',
               CASE WHEN former = 'resolved' THEN NULL WHEN opened_at IS NULL THEN 'settled' ELSE 'superseded' END,
               former_day, former, difference_fen
        FROM gone;

        -- persisting, or back again
        WITH decided AS (
            SELECT i.account_id, i.item_id, i.status AS former, f.is_waiting,
                   (i.order_fen, i.channel_fen, i.difference_fen)
                       IS DISTINCT FROM (f.order_fen, f.channel_fen, f.difference_fen) AS has_changed,
                   i.status = 'resolved' AND (i.resolution IN ('superseded', 'corrected')
                       OR (i.order_fen, i.channel_fen, i.difference_fen)
                          IS DISTINCT FROM (f.order_fen, f.channel_fen, f.difference_fen)) AS is_reopened,
                   f.bill_date, f.order_nos, f.channel_trade_no, f.channel_refund_no, f.order_fen, f.channel_fen,
                   f.difference_fen, f.currency, f.occurred_at, f.due_date, f.details,
                   CASE WHEN f.bill_date <= \(closed) THEN CASE WHEN i.late_on > \(closed) THEN i.late_on ELSE \(firstOpen) END
                   END AS late_on, coalesce(i.late_on, i.bill_date) AS former_day, i.difference_fen AS former_fen,
                   (i.found, i.bill_date, i.due_date) IS DISTINCT FROM (true, f.bill_date, f.due_date) AS has_moved
            FROM pg_temp.known_item i JOIN pg_temp.found_item f ON \(identity)),
        kept AS (
            SELECT *, CASE WHEN former = 'resolved' AND NOT is_reopened THEN 'resolved'
                           WHEN former = 'acknowledged' THEN 'acknowledged'
                           WHEN is_waiting THEN 'pending' ELSE 'open' END AS status
            FROM decided),
        merged AS (
            UPDATE ledger.item i SET found = true, status = k.status, bill_date = k.bill_date,
                   order_nos = k.order_nos, channel_trade_no = k.channel_trade_no,
                   channel_refund_no = k.channel_refund_no, order_fen = k.order_fen, channel_fen = k.channel_fen,
                   difference_fen = k.difference_fen, currency = k.currency, occurred_at = k.occurred_at,
                   due_date = k.due_date, details = k.details, late_on = k.late_on,
                   opened_at = CASE WHEN k.status = 'open' THEN coalesce(i.opened_at, clock_timestamp())
                                    ELSE i.opened_at END,
                   resolved_at = CASE WHEN k.status = 'resolved' THEN i.resolved_at END,
                   resolution = CASE WHEN k.status = 'resolved' THEN i.resolution END,
                   resolved_by = CASE WHEN k.status = 'resolved' THEN i.resolved_by END,
                   last_run_id = \(run(of: "k"))
            FROM kept k WHERE i.account_id = k.account_id AND i.item_id = k.item_id
              AND (coalesce(k.former_day > \(closed), true) OR k.has_changed OR k.has_moved OR k.status <> k.former)
            RETURNING i.account_id, i.item_id, k.former, k.status, k.is_reopened, k.has_changed, k.former_day, k.former_fen)
        INSERT INTO pg_temp.item_change
        SELECT account_id, item_id,
               CASE WHEN is_reopened OR (former = 'pending' AND status = 'open') THEN 'new' ELSE 'persisting' END,
               CASE WHEN is_reopened THEN 'reopened_by_run'
                    WHEN former = 'pending' AND status = 'open' THEN 'opened'
                    WHEN former <> 'pending' AND status = 'pending' THEN 'pending'
                    WHEN has_changed THEN 'changed' END,
               former_day, former, former_fen
        FROM merged;

        -- new
        WITH added AS (
            INSERT INTO ledger.item (account_id, status, code, bill_date, entry_type, payment_no, refund_no, channel_no,
                   occurrence, order_nos, channel_trade_no, channel_refund_no, order_fen, channel_fen, difference_fen,
                   currency, occurred_at, due_date, found, opened_at, first_run_id, last_run_id, details, late_on)
            SELECT account_id, CASE WHEN is_waiting THEN 'pending' ELSE 'open' END, code, bill_date, entry_type,
                   payment_no, refund_no, channel_no, occurrence, order_nos, channel_trade_no, channel_refund_no,
                   order_fen, channel_fen, difference_fen, currency, occurred_at, due_date, true,
                   CASE WHEN NOT is_waiting THEN clock_timestamp() END, \(run(of: "f")), \(run(of: "f")), details, late_on
            FROM (SELECT *, CASE WHEN bill_date <= \(closed) THEN \(firstOpen) END AS late_on FROM pg_temp.found_item) f
            WHERE NOT EXISTS (SELECT FROM pg_temp.known_item i WHERE \(identity))
            ORDER BY account_id, bill_date, entry_type, payment_no, refund_no, code, channel_no, occurrence
            RETURNING account_id, item_id, status)
        INSERT INTO pg_temp.item_change
        SELECT account_id, item_id, 'new', CASE status WHEN 'pending' THEN 'pending' ELSE 'opened' END FROM added;

        -- what the days still hold beside the touched keys
        WITH untouched AS (
            UPDATE ledger.item i SET last_run_id = d.run_id FROM pg_temp.day_run d
            WHERE i.account_id = d.account_id AND i.found AND i.last_run_id <> d.run_id
              AND ((i.bill_date = d.bill_date AND i.late_on IS NULL) OR i.late_on = d.bill_date)
            RETURNING i.account_id, i.item_id)
        INSERT INTO pg_temp.item_change SELECT account_id, item_id, 'persisting', NULL FROM untouched;

        INSERT INTO ledger.late_effect (account_id, item_id, closed_day, status, difference_fen, shown_on, run_id)
        SELECT c.account_id, c.item_id, CASE WHEN c.former_day <= \(closed) THEN c.former_day ELSE i.bill_date END,
               CASE WHEN c.former_day <= \(closed) THEN c.former_status END,
               CASE WHEN c.former_day <= \(closed) THEN c.former_fen END, coalesce(i.late_on, i.bill_date), \(run(of: "i"))
        FROM pg_temp.item_change c JOIN ledger.item i USING (account_id, item_id)
        WHERE c.former_day <= \(closed) OR i.bill_date <= \(closed)
        ON CONFLICT DO NOTHING;
        INSERT INTO ledger.item_event (account_id, item_id, event, actor, run_id, difference_fen)
        SELECT c.account_id, c.item_id, c.event, 'reconciled', \(run(of: "i")), i.difference_fen
        FROM pg_temp.item_change c JOIN ledger.item i USING (account_id, item_id)
        WHERE c.event IS NOT NULL ORDER BY c.account_id, c.item_id;
        INSERT INTO ledger.run_change (account_id, run_id, item_id, change, status, difference_fen)
        SELECT c.account_id, r.run_id, c.item_id, c.change, i.status, i.difference_fen
        FROM pg_temp.item_change c JOIN ledger.item i USING (account_id, item_id)
        CROSS JOIN LATERAL (SELECT \(run(of: "i")) AS run_id) r
        WHERE r.run_id <> \(input.runID) OR i.account_id = \(input.accountID)
        """)
}
