-- Of each day and type: money records paired in the day's bill: booked elsewhere, and where the two differ.
SELECT r.account_id, r.paired_bill_date, r.entry_type, d.run_id,
       count(*) FILTER (WHERE booked_on IS DISTINCT FROM paired_bill_date),
       coalesce(sum(r.amount_fen) FILTER (WHERE booked_on IS DISTINCT FROM paired_bill_date), 0),
       coalesce(sum(paired_amount_fen - r.amount_fen) FILTER (WHERE outcome = 'amount_mismatch'), 0),
       count(*) FILTER (WHERE outcome = 'status_mismatch'),
       coalesce(sum(paired_amount_fen) FILTER (WHERE outcome = 'status_mismatch'), 0),
       coalesce(sum(paired_amount_fen - r.amount_fen) FILTER (WHERE outcome = 'status_mismatch'), 0)
FROM pg_temp.day_run d JOIN ledger.record r ON r.account_id = d.account_id AND r.paired_bill_date = d.bill_date
WHERE r.is_money AND r.outcome <> 'currency_mismatch' GROUP BY 1, 2, 3, 4
