-- Items that are still there, or back again.
WITH decided AS (
    SELECT i.account_id, i.item_id, i.status AS former, f.is_waiting,
           (i.order_fen, i.channel_fen, i.difference_fen)
               IS DISTINCT FROM (f.order_fen, f.channel_fen, f.difference_fen) AS has_changed,
           i.status = 'resolved' AND (i.resolution IN ('superseded', 'corrected')
               OR (i.order_fen, i.channel_fen, i.difference_fen)
                  IS DISTINCT FROM (f.order_fen, f.channel_fen, f.difference_fen)) AS is_reopened,
           f.bill_date, f.order_nos, f.channel_trade_no, f.channel_refund_no, f.order_fen, f.channel_fen,
           f.difference_fen, f.currency, f.occurred_at, f.due_date, f.details,
           CASE WHEN f.bill_date <= c.closed THEN CASE WHEN i.late_on > c.closed THEN i.late_on ELSE c.closed + 1 END
           END AS late_on, coalesce(i.late_on, i.bill_date) AS former_day, i.difference_fen AS former_fen,
           (i.found, i.bill_date, i.due_date) IS DISTINCT FROM (true, f.bill_date, f.due_date) AS has_moved
    FROM pg_temp.known_item i
    JOIN pg_temp.found_item f USING (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence, movement_class,
                                         pot)
    CROSS JOIN (SELECT ledger.closed_through() AS closed) c),
kept AS (
    SELECT d.*, coalesce(r.run_id, :run_id) AS run_id,
           CASE WHEN former = 'resolved' AND NOT is_reopened THEN 'resolved'
                WHEN former = 'acknowledged' THEN 'acknowledged'
                WHEN is_waiting THEN 'pending' ELSE 'open' END AS status
    FROM decided d
    -- The run that the item's day has now; an item without a day belongs to the run that is being settled.
    LEFT JOIN pg_temp.day_run r ON r.account_id = d.account_id AND r.bill_date = coalesce(d.late_on, d.bill_date)),
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
           last_run_id = k.run_id
    FROM kept k WHERE i.account_id = k.account_id AND i.item_id = k.item_id
      AND (coalesce(k.former_day > (SELECT ledger.closed_through()), true) OR k.has_changed OR k.has_moved
           OR k.status <> k.former)
    RETURNING i.account_id, i.item_id, k.former, k.status, k.is_reopened, k.has_changed, k.former_day, k.former_fen)
INSERT INTO pg_temp.item_change
SELECT account_id, item_id,
       CASE WHEN is_reopened OR (former = 'pending' AND status = 'open') THEN 'new' ELSE 'persisting' END,
       CASE WHEN is_reopened THEN 'reopened_by_run'
            WHEN former = 'pending' AND status = 'open' THEN 'opened'
            WHEN former <> 'pending' AND status = 'pending' THEN 'pending'
            WHEN has_changed THEN 'changed' END,
       former_day, former, former_fen
FROM merged
