-- What was taken out of its block becomes a row, as it was.
INSERT INTO ledger.entry (account_id, bill_date, file_no, line_no, entry_type, outcome, flag, payment_hash, payment_no,
       refund_no, channel_trade_no, channel_refund_no, amount_fen, settled_fen, fee_e5, expected_fee_fen, currency,
       occurred_at, state, is_classified, is_executed)
SELECT account_id, bill_date, file_no, line_no, entry_type, outcome, flag, payment_hash, payment_no, refund_no,
       channel_trade_no, channel_refund_no, amount_fen, settled_fen, fee_e5, expected_fee_fen, currency, occurred_at, state,
       is_classified, is_executed
FROM pg_temp.taken
