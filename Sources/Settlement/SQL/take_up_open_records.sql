-- Records and items that stand open in the day, were booked on it, or wait for its bill.
INSERT INTO pg_temp.touched_key
SELECT entry_type, payment_no, refund_no FROM ledger.record
 WHERE account_id = :account_id AND (booked_on = :bill_date OR booked_on IS NULL OR due_date = :bill_date)
UNION SELECT entry_type, payment_no, refund_no FROM ledger.item
 WHERE account_id = :account_id AND kind = 'trade' AND found AND code <> 'over_refund'
   AND (bill_date = :bill_date OR bill_date IS NULL OR late_on = :bill_date)
