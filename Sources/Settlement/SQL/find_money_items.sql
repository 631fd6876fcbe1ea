-- Every difference and every wait that now stands under the touched numbers, by what it is about, and every break between
-- balances of the days that were looked at.
INSERT INTO pg_temp.found_item
SELECT :account_id, code, bill_date, entry_type, payment_no, refund_no, channel_no,
       row_number() OVER (PARTITION BY entry_type, payment_no, refund_no, code, channel_no, movement_class, pot
                          ORDER BY bill_date, file_no, line_no),
       NULL, channel_trade_no, nullif(channel_refund_no, ''), NULL, expected_fen, difference_fen, currency, occurred_at, due_date,
       due_date IS NOT NULL, jsonb_strip_nulls(details), pot, movement_class
FROM (
    -- of an entry, or of a group by its first entry
    SELECT i.code, i.bill_date, e.entry_type, e.payment_no, e.refund_no, i.label AS channel_no, e.channel_trade_no,
           e.channel_refund_no, i.expected_fen, i.difference_fen, e.currency, e.occurred_at, i.due_date, '' AS pot,
           '' AS movement_class, e.file_no, e.line_no, jsonb_build_object('line', e.line_no) AS details
    FROM pg_temp.money_item i JOIN pg_temp.money_entry e
      ON e.bill_date = i.entry_date AND e.file_no = i.entry_file_no AND e.line_no = i.entry_line_no
    WHERE i.code NOT IN ('booked_twice', 'booked_only')
    UNION ALL
    -- of a movement that no entry is there for
    SELECT i.code, i.bill_date, CASE WHEN m.movement_class IN ('payment', 'fee') THEN 'payment' ELSE 'refund' END::ledger.entry_type,
           coalesce(e.payment_no, CASE WHEN f.is_payments THEN m.voucher_no ELSE '' END),
           coalesce(e.refund_no, CASE WHEN f.is_payments THEN '' ELSE m.voucher_no END),
           i.label, coalesce(e.channel_trade_no, m.business_no), e.channel_refund_no, NULL, i.difference_fen, 'CNY', m.booked_at,
           NULL, p.pot, m.movement_class, m.file_no, m.line_no,
           jsonb_build_object('line', m.line_no, 'name', nullif(m.name, ''), 'type', nullif(m.type, ''),
                              'flow_no', nullif(m.flow_no, ''))
    FROM pg_temp.money_item i JOIN ledger.movement m ON m.account_id = :account_id
     AND m.bill_date = i.movement_date AND m.file_no = i.movement_file_no AND m.line_no = i.movement_line_no
    JOIN ledger.pot_day p ON p.account_id = m.account_id AND p.bill_date = m.bill_date AND p.file_no = m.file_no
    LEFT JOIN pg_temp.money_entry e
      ON e.bill_date = i.entry_date AND e.file_no = i.entry_file_no AND e.line_no = i.entry_line_no
    -- Whose number of the shop's the voucher's is.
    CROSS JOIN LATERAL (SELECT :are_of_trades OR m.movement_class IN ('payment', 'fee') AS is_payments) f
    WHERE i.code IN ('booked_twice', 'booked_only')) AS found;
INSERT INTO pg_temp.found_item (account_id, code, bill_date, entry_type, payment_no, refund_no, channel_no, occurrence,
    channel_fen, difference_fen, currency, is_waiting, details, pot)
SELECT :account_id, 'balance_break', bill_date, 'payment', '', '', '', bill_date - DATE '1970-01-01', last_closing_fen,
       opening_fen - last_closing_fen, 'CNY', false, jsonb_build_object('opening_fen', opening_fen), pot
FROM pg_temp.pot_break
