-- Items that were never seen before.
WITH added AS (
    INSERT INTO ledger.item (account_id, status, code, bill_date, entry_type, payment_no, refund_no, channel_no,
           occurrence, order_nos, channel_trade_no, channel_refund_no, order_fen, channel_fen, difference_fen,
           currency, occurred_at, due_date, found, opened_at, first_run_id, last_run_id, details, late_on, kind, pot,
           movement_class)
    SELECT f.account_id, CASE WHEN is_waiting THEN 'pending' ELSE 'open' END, code, f.bill_date, entry_type, payment_no,
           refund_no, channel_no, occurrence, order_nos, channel_trade_no, channel_refund_no, order_fen, channel_fen,
           difference_fen, currency, occurred_at, due_date, true, CASE WHEN NOT is_waiting THEN clock_timestamp() END,
           coalesce(r.run_id, :run_id), coalesce(r.run_id, :run_id), details, late_on, :kind, pot, movement_class
    FROM (SELECT *, CASE WHEN bill_date <= (SELECT ledger.closed_through())
                         THEN (SELECT ledger.closed_through()) + 1 END AS late_on
          FROM pg_temp.found_item) f
    -- The run that the item's day has now; an item without a day belongs to the run that is being settled.
    LEFT JOIN pg_temp.day_run r ON r.account_id = f.account_id AND r.bill_date = coalesce(f.late_on, f.bill_date)
    WHERE NOT EXISTS (
        SELECT FROM pg_temp.known_item i
        WHERE f.account_id = i.account_id AND f.entry_type = i.entry_type AND f.payment_no = i.payment_no
          AND f.refund_no = i.refund_no AND f.code = i.code AND f.channel_no = i.channel_no
          AND f.occurrence = i.occurrence AND f.movement_class = i.movement_class AND f.pot = i.pot)
    ORDER BY f.account_id, f.bill_date, entry_type, payment_no, refund_no, code, channel_no, occurrence
    RETURNING account_id, item_id, status)
INSERT INTO pg_temp.item_change
SELECT account_id, item_id, 'new', CASE status WHEN 'pending' THEN 'pending' ELSE 'opened' END FROM added
