-- Every run is done, with its counts and its verdict, and in force.
UPDATE ledger.run r SET state = 'done', finished_at = clock_timestamp(), entries = t.rows, matched = t.matched,
       cross_day = t.cross_day, pending = v.waiting, discrepancies = v.open, verdict = v.verdict::ledger.verdict
FROM pg_temp.day_run d
JOIN ledger.day_verdict v ON (v.account_id, v.bill_date, v.kind) = (d.account_id, d.bill_date, 'sharing')
CROSS JOIN LATERAL (
    SELECT count(*) AS rows, count(*) FILTER (WHERE outcome = 'matched') AS matched,
           count(*) FILTER (WHERE outcome = 'cross_day') AS cross_day
    FROM (SELECT outcome FROM ledger.share WHERE account_id = d.account_id AND bill_date = d.bill_date
          UNION ALL
          SELECT outcome FROM ledger.share_record
           WHERE :are_movements AND account_id = d.account_id AND booked_on = d.bill_date) AS shared) t
WHERE r.account_id = d.account_id AND r.run_id = d.run_id;
UPDATE ledger.day y SET run_id = d.run_id, last_attempt_run_id = d.run_id
FROM pg_temp.day_run d
WHERE y.account_id = d.account_id AND y.bill_date = d.bill_date AND y.kind = 'sharing' AND d.run_id <> :run_id
