-- Of each day and type: the entries that are not plain, by outcome.
SELECT e.account_id, e.bill_date, e.entry_type, d.run_id, e.outcome, count(*), sum(e.amount_fen)
FROM pg_temp.day_run d JOIN ledger.entry e USING (account_id, bill_date)
WHERE e.outcome <> 'matched' GROUP BY 1, 2, 3, 4, 5
