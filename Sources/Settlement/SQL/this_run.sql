-- The run that is being settled, and the one in force until now.
INSERT INTO pg_temp.day_run
SELECT :account_id, :bill_date, :run_id, d.run_id, NULL FROM (SELECT) AS always
LEFT JOIN ledger.day d ON d.account_id = :account_id AND d.bill_date = :bill_date AND d.kind = :kind AND d.concluded
