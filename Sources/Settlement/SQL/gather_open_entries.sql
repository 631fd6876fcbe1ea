-- Every entry, of whatever account and day in force, that bears a touched key; plain pairs among them are open again.
INSERT INTO pg_temp.open_entry
SELECT true, e.account_id, e.bill_date, e.file_no, e.line_no, e.entry_type, e.payment_no, e.refund_no,
       CASE WHEN e.entry_type = 'payment' OR e.channel_refund_no = '' THEN e.channel_trade_no ELSE e.channel_refund_no END,
       e.channel_trade_no, e.channel_refund_no, e.amount_fen, e.fee_e5, e.expected_fee_fen, e.currency, e.occurred_at,
       e.is_classified, e.is_executed, e.outcome, e.flag
FROM pg_temp.key k JOIN ledger.entry e
  ON e.payment_hash = k.payment_hash AND e.entry_type = k.entry_type AND e.payment_no = k.payment_no
 AND e.refund_no = k.refund_no;
INSERT INTO pg_temp.open_entry
SELECT false, e.account_id, e.bill_date, e.file_no, e.line_no, e.entry_type, e.payment_no, e.refund_no,
       CASE WHEN e.entry_type = 'payment' OR e.channel_refund_no = '' THEN e.channel_trade_no ELSE e.channel_refund_no END,
       e.channel_trade_no, e.channel_refund_no, e.amount_fen, e.fee_e5, e.expected_fee_fen, e.currency, e.occurred_at,
       e.is_classified, e.is_executed, NULL, e.flag
FROM pg_temp.staged_entry e;
SELECT pg_temp.analyze_large('pg_temp.open_entry')
