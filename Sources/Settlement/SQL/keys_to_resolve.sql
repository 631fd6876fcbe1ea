-- Each open key of each account with its record and its entries, a row for each entry, in the order of the keys' bytes.
SELECT k.entry_type = 'payment', k.payment_no, k.refund_no, k.account_id,
       e.entry_type IS NOT NULL, r.entry_type IS NOT NULL, r.channel_no, r.amount_fen, r.currency, r.state,
       floor(extract(epoch FROM r.occurred_at))::bigint,
       o.bill_date - DATE '1970-01-01', o.file_no, o.line_no, o.amount_fen, o.currency,
       extract(epoch FROM o.occurred_at)::bigint, o.channel_no, o.is_classified, o.is_executed
FROM (SELECT entry_type, payment_no, refund_no, account_id FROM pg_temp.open_entry
      UNION SELECT entry_type, payment_no, refund_no, account_id FROM pg_temp.read_record
             WHERE account_id IS NOT NULL) k
LEFT JOIN (SELECT DISTINCT entry_type, payment_no, refund_no FROM pg_temp.read_record) e
     USING (entry_type, payment_no, refund_no)
LEFT JOIN pg_temp.read_record r USING (entry_type, payment_no, refund_no, account_id)
LEFT JOIN pg_temp.open_entry o USING (entry_type, payment_no, refund_no, account_id)
ORDER BY k.entry_type, k.payment_no COLLATE "C", k.refund_no COLLATE "C", k.account_id, o.bill_date, o.file_no, o.line_no
