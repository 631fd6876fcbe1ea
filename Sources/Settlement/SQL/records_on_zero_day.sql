-- Money records of a day without a bill that nothing explains, between two moments ($1, $2: seconds since 1970).
SELECT count(*), min(payment_no) FROM ledger.record
WHERE account_id = :account_id AND booked_on = :bill_date AND is_money AND paired_bill_date IS NULL
  AND occurred_at >= to_timestamp($1) AND occurred_at < to_timestamp($2)
