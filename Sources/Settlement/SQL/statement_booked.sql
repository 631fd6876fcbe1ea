-- Of each day and type: money records booked on the day: all of them, paired in another day's bill, pending, missed.
SELECT r.account_id, r.booked_on, r.entry_type, d.run_id, count(*), sum(r.amount_fen),
       count(*) FILTER (WHERE paired_bill_date <> booked_on),
       coalesce(sum(r.amount_fen) FILTER (WHERE paired_bill_date <> booked_on), 0),
       count(*) FILTER (WHERE outcome = 'pending'),
       coalesce(sum(r.amount_fen) FILTER (WHERE outcome = 'pending'), 0),
       count(*) FILTER (WHERE outcome = 'order_only'),
       coalesce(sum(r.amount_fen) FILTER (WHERE outcome = 'order_only'), 0)
FROM pg_temp.day_run d JOIN ledger.record r ON r.account_id = d.account_id AND r.booked_on = d.bill_date
WHERE r.is_money AND r.outcome <> 'currency_mismatch' GROUP BY 1, 2, 3, 4
