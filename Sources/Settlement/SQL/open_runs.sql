-- A run for every other concluded and open day that this one changed (`rematch`, Contract 3.4).
WITH other AS (
    SELECT d.account_id, d.bill_date, d.run_id, d.bill_id FROM ledger.day d
    WHERE d.kind = :kind AND d.concluded
      AND (d.account_id, d.bill_date) IN (SELECT account_id, bill_date FROM pg_temp.changed_day)
      AND NOT EXISTS (SELECT FROM pg_temp.day_run r WHERE r.account_id = d.account_id AND r.bill_date = d.bill_date)
      AND d.bill_date > (SELECT ledger.closed_through())),
opened AS (
    INSERT INTO ledger.run (account_id, bill_date, kind, attempt, origin, requested_by, state, bill_id, started_at)
    SELECT o.account_id, o.bill_date, :kind,
           (SELECT max(attempt) + 1 FROM ledger.run r
             WHERE r.account_id = o.account_id AND r.bill_date = o.bill_date AND r.kind = :kind),
           'rematch', 'rematch', 'matching', o.bill_id, clock_timestamp()
    FROM other o ORDER BY o.account_id, o.bill_date
    RETURNING account_id, bill_date, run_id)
INSERT INTO pg_temp.day_run
SELECT account_id, bill_date, opened.run_id, other.run_id, other.bill_id
FROM opened JOIN other USING (account_id, bill_date)
