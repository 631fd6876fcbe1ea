-- Every run is done, with its counts and its verdict, and in force.
UPDATE ledger.run r SET state = 'done', finished_at = clock_timestamp(), entries = t.movements, matched = m.matched,
       cross_day = m.cross_day, pending = i.waiting, discrepancies = i.open,
       verdict = CASE WHEN i.open > 0 THEN 'discrepancies' WHEN i.waiting > 0 OR NOT t.is_proven OR w.waits THEN 'pending'
                      ELSE 'balanced' END::ledger.verdict
FROM pg_temp.day_run d
CROSS JOIN LATERAL (
    SELECT coalesce(sum(into_rows + out_rows), 0) AS movements, coalesce(bool_and(is_proven), false) AS is_proven
    FROM ledger.pot_day WHERE account_id = d.account_id AND bill_date = d.bill_date) t
CROSS JOIN LATERAL (
    SELECT coalesce(sum(movements) FILTER (WHERE entry_date = bill_date), 0) AS matched,
           coalesce(sum(movements) FILTER (WHERE entry_date <> bill_date), 0) AS cross_day
    FROM (SELECT k.movements, entry_date, bill_date
          FROM ledger.movement_block b CROSS JOIN LATERAL unnest(b.kinds, b.counts) AS k (kind, movements)
          WHERE account_id = d.account_id AND bill_date = d.bill_date
            AND ledger.is_of_trade(split_part(k.kind, E'\t', 1))
          UNION ALL SELECT 1, entry_date, bill_date FROM ledger.movement
           WHERE account_id = d.account_id AND bill_date = d.bill_date AND outcome = 'booked') AS linked) m
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'pending') AS waiting,
           count(*) FILTER (WHERE status IN ('open', 'acknowledged')) AS open
    FROM ledger.shown_item WHERE account_id = d.account_id AND day = d.bill_date AND kind = 'funds') i
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM ledger.bridge_line
     WHERE account_id = d.account_id AND run_id = d.run_id AND line = 'waiting_for_trade') AS waits) w
WHERE r.account_id = d.account_id AND r.run_id = d.run_id;
UPDATE ledger.day y SET run_id = d.run_id, last_attempt_run_id = d.run_id
FROM pg_temp.day_run d
WHERE y.account_id = d.account_id AND y.bill_date = d.bill_date AND y.kind = 'funds' AND d.run_id <> :run_id
