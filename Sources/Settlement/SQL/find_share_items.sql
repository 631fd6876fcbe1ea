-- Every difference and every wait that now stands under these groups.
INSERT INTO pg_temp.found_item
SELECT :account_id, code::ledger.outcome, bill_date, CASE WHEN fen < 0 THEN 'refund' ELSE 'payment' END::ledger.entry_type,
       coalesce(payment_no, ''), '', label || E'\t' || receiver,
       row_number() OVER (PARTITION BY code, fen < 0, payment_no, label, receiver, movement_class, pot ORDER BY bill_date, line_no),
       order_nos, nullif(channel_trade_no, ''), NULL, order_fen, channel_fen,
       coalesce(channel_fen, 0) - coalesce(order_fen, 0), 'CNY', occurred_at, due_date, is_waiting,
       jsonb_strip_nulls(jsonb_build_object(
           'sharing_no', CASE WHEN NOT :are_movements THEN label END, 'receiver', nullif(receiver, ''),
           'line', nullif(line_no, 0), 'order_state', order_state)), pot, movement_class
FROM (
    -- a row that the shop has no record of, or another amount
    SELECT r.outcome::text AS code, r.bill_date, r.label, r.receiver, r.line_no, r.fen, r.channel_trade_no,
           coalesce(s.payment_no, (SELECT min(o.payment_no) FROM pg_temp.share_side o WHERE o.label = r.label),
               CASE WHEN :are_movements THEN r.label
                    ELSE (SELECT y.payment_no FROM pg_temp.share_payment y WHERE y.channel_trade_no = r.channel_trade_no) END)
               AS payment_no,
           s.order_nos, CASE WHEN r.outcome = 'share_amount_mismatch' THEN s.fen END AS order_fen, r.fen AS channel_fen,
           r.occurred_at, NULL::date AS due_date, false AS is_waiting,
           CASE WHEN s.state <> 'succeeded' THEN s.state END AS order_state, p.pot AS pot,
           CASE WHEN :are_movements THEN 'sharing' ELSE '' END AS movement_class
    FROM pg_temp.share_row r LEFT JOIN pg_temp.share_side s ON s.side_id = r.pair_id
    LEFT JOIN ledger.pot_day pd ON :are_movements AND pd.account_id = :account_id AND pd.bill_date = r.bill_date
     AND pd.file_no = r.file_no
    CROSS JOIN LATERAL (SELECT coalesce(pd.pot, '')) p (pot)
    WHERE (r.outcome = 'share_only' OR r.outcome = 'share_amount_mismatch' AND r.pair_id IS NOT NULL)
      AND pg_temp.is_concluded(:account_id, 'sharing', r.bill_date)
    UNION ALL
    -- a record that nothing bears out
    SELECT 'share_missing', s.booked_on, s.label, CASE WHEN :are_movements THEN s.sharing_no || '/' ELSE '' END || s.receiver, 0, s.fen,
           s.channel_trade_no, s.payment_no, s.order_nos, s.fen, NULL, s.shared_at, s.due_date, s.outcome = 'pending',
           nullif(s.state, 'succeeded'), '', ''
    FROM pg_temp.share_side s
    WHERE s.outcome IN ('share_missing', 'pending') AND pg_temp.is_concluded(:account_id, 'sharing', s.booked_on)
    UNION ALL
    -- a group of which only the sums can be compared
    SELECT 'share_amount_mismatch', r.bill_date, r.label, '', 0, r.fen, r.channel_trade_no, s.payment_no, s.order_nos, s.fen, r.fen,
           r.occurred_at, NULL, false, NULL, '', ''
    FROM (SELECT label, max(bill_date) AS bill_date, sum(fen)::bigint AS fen, max(occurred_at) AS occurred_at,
                 min(channel_trade_no) AS channel_trade_no
          FROM pg_temp.share_row WHERE outcome = 'share_amount_mismatch' AND pair_id IS NULL GROUP BY 1) r
    JOIN (SELECT label, min(payment_no) AS payment_no, min(order_nos) AS order_nos, sum(fen)::bigint AS fen
          FROM pg_temp.share_side WHERE outcome = 'share_amount_mismatch' AND pair_id IS NULL GROUP BY 1) s USING (label)
    WHERE pg_temp.is_concluded(:account_id, 'sharing', r.bill_date)
    UNION ALL
    -- a row whose words nobody knows
    SELECT 'unclassified', s.bill_date, s.sharing_no, s.receiver, s.line_no, s.amount_fen, s.channel_trade_no, NULL, NULL, NULL,
           s.amount_fen, s.shared_at, NULL, false, NULL, '', ''
    FROM ledger.share s JOIN pg_temp.share_key k ON k.label = s.sharing_no
    WHERE s.account_id = :account_id AND s.share_kind = 'other'
    UNION ALL
    -- a sharing order for which another amount moved than its rows say, or nothing
    SELECT CASE WHEN l.movements > 0 AND l.is_due THEN 'share_amount_mismatch' ELSE 'share_missing' END, l.bill_date, l.label, '',
           0, l.billed_fen, l.channel_trade_no, l.payment_no, l.order_nos, l.billed_fen, l.moved_fen, l.occurred_at,
           CASE WHEN NOT l.is_due THEN l.due_date END, NOT l.is_due, NULL, '', 'sharing'
    FROM pg_temp.booked_shares(:account_id, :settlement_days, ':window seconds', NOT :are_movements AND :has_pots) l
    UNION ALL
    -- money that went out by no sharing order that anybody knows, or that a bill may yet name
    SELECT 'share_only', m.bill_date, m.label, '', m.line_no, m.fen, m.business_no, NULL, NULL, NULL, m.fen, m.booked_at, due.day,
           due.day IS NOT NULL, NULL, p.pot, 'sharing'
    FROM pg_temp.share_movement m JOIN pg_temp.share_key k USING (label)
    JOIN ledger.pot_day p ON p.account_id = :account_id AND p.bill_date = m.bill_date AND p.file_no = m.file_no
    CROSS JOIN LATERAL (
        SELECT min(day) AS day FROM (
            SELECT m.bill_date - n FROM generate_series(0, :settlement_days + 1) AS n
            UNION ALL
            SELECT m.bill_date + 1
             WHERE m.booked_at >= (m.bill_date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' - interval ':window seconds') AS near (day)
        WHERE day >= DATE ':start_date' AND NOT pg_temp.is_concluded(:account_id, 'sharing', day)) AS due
    WHERE NOT :are_movements AND NOT m.is_known AND m.fen > 0 AND pg_temp.is_concluded(:account_id, 'sharing', m.bill_date)
) AS found
