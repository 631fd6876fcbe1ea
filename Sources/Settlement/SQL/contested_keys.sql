-- Keys of the day's entries that more than the day's own two sides lay claim to.
SELECT entry_type = 'payment', payment_no, refund_no FROM ledger.record
UNION ALL SELECT entry_type = 'payment', payment_no, refund_no FROM pg_temp.touched_key
UNION ALL SELECT entry_type = 'payment', payment_no, refund_no FROM ledger.entry WHERE outcome <> 'matched'
