-- Every run is done, with its counts and its verdict, and in force.
UPDATE ledger.run r SET state = 'done', finished_at = clock_timestamp(), entries = t.rows,
       matched = t.matched_rows - o.flagged_matched, cross_day = o.cross_day, pending = i.waiting,
       discrepancies = i.open,
       verdict = CASE WHEN i.open > 0 THEN 'discrepancies' WHEN i.waiting > 0 THEN 'pending'
                      ELSE 'balanced' END::ledger.verdict
FROM pg_temp.day_run d
CROSS JOIN LATERAL (SELECT sum(rows) AS rows, sum(matched_rows) AS matched_rows FROM ledger.run_total
     WHERE account_id = d.account_id AND run_id = d.run_id) t
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE outcome = 'cross_day' AND flag IS NULL) AS cross_day,
           count(*) FILTER (WHERE outcome = 'matched' AND flag IS NOT NULL) AS flagged_matched
    FROM ledger.entry WHERE account_id = d.account_id AND bill_date = d.bill_date
     AND (outcome <> 'matched' OR flag IS NOT NULL)) o
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'pending') AS waiting,
           count(*) FILTER (WHERE status IN ('open', 'acknowledged')) AS open
    FROM ledger.shown_item WHERE account_id = d.account_id AND day = d.bill_date AND kind = 'trade') i
WHERE r.account_id = d.account_id AND r.run_id = d.run_id;
UPDATE ledger.day y SET run_id = d.run_id, last_attempt_run_id = d.run_id
FROM pg_temp.day_run d
WHERE y.account_id = d.account_id AND y.bill_date = d.bill_date AND y.kind = 'trade' AND d.run_id <> :run_id
