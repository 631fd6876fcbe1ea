-- A run for the day's funds bill, whose trade bill has just changed (`rematch`, Contract 3.4).
WITH locked AS MATERIALIZED (SELECT ledger.lock_attempts(:account_id, :bill_date, :kind))
INSERT INTO ledger.run (account_id, bill_date, kind, attempt, origin, requested_by, state, bill_id, started_at)
SELECT d.account_id, d.bill_date, d.kind,
       (SELECT max(attempt) + 1 FROM ledger.run r
         WHERE r.account_id = d.account_id AND r.bill_date = d.bill_date AND r.kind = d.kind),
       'rematch', 'rematch', 'matching', d.bill_id, clock_timestamp()
FROM locked, ledger.day d WHERE d.account_id = :account_id AND d.bill_date = :bill_date AND d.kind = :kind
RETURNING run_id
