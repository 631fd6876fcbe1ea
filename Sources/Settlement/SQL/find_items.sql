-- Every item (a discrepancy, or one side in doubt) that now stands under the touched keys, with sign and size of its
-- difference.
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
    FROM pg_temp.new_record WHERE outcome IN ('order_only', 'pending')) AS found
