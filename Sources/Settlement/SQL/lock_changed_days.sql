-- Nobody begins an attempt at a changed day meanwhile.
SELECT ledger.lock_attempts(account_id, bill_date, :kind)
FROM (SELECT DISTINCT account_id, bill_date FROM pg_temp.changed_day ORDER BY 1, 2) AS changed
