-- Keys that the ledger holds open about the day, or that wait for it.
INSERT INTO pg_temp.touched_key
SELECT entry_type, payment_no, refund_no FROM ledger.entry
 WHERE account_id = :account_id AND bill_date = :bill_date AND (outcome <> 'matched' OR flag IS NOT NULL)
UNION SELECT entry_type, payment_no, refund_no FROM ledger.entry
 WHERE account_id = :account_id AND bill_date = :bill_date - 1 AND outcome = 'pending';
-- What a person called corrected is looked at again, whatever else of the day stays as it was.
INSERT INTO pg_temp.touched_payment
SELECT DISTINCT account_id, payment_no FROM ledger.item
 WHERE account_id = :account_id AND kind = 'trade' AND code = 'over_refund' AND found AND (bill_date = :bill_date OR late_on = :bill_date)
