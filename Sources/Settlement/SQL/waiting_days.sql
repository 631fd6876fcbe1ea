-- The day that waited for the funds bill that has just come.
INSERT INTO pg_temp.changed_day
SELECT d.account_id, d.bill_date FROM ledger.day d JOIN ledger.run r USING (account_id, run_id)
WHERE d.account_id = :account_id AND d.kind = 'sharing' AND d.concluded AND d.bill_date = :bill_date AND r.verdict = 'pending'
