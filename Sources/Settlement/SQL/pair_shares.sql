-- First by group and receiver. A record that the shop closed comes last.
WITH pair AS (
    SELECT r.row_id, s.side_id
    FROM (SELECT *, row_number() OVER (PARTITION BY label, receiver ORDER BY row_id) AS n FROM pg_temp.share_row) r
    JOIN (SELECT *, row_number() OVER (PARTITION BY label, receiver ORDER BY state = 'closed', side_id) AS n
          FROM pg_temp.share_side) s USING (label, receiver, n)
    WHERE r.form <> 'other'),
rows AS (UPDATE pg_temp.share_row r SET pair_id = p.side_id FROM pair p WHERE p.row_id = r.row_id)
UPDATE pg_temp.share_side s SET pair_id = p.row_id FROM pair p WHERE p.side_id = s.side_id;
-- Then, where receivers cannot be compared, by group and amount: first those of one day, for a trade may be shared several times.
WITH pair AS (
    SELECT r.row_id, s.side_id
    FROM (SELECT *, row_number() OVER (PARTITION BY label, fen, bill_date ORDER BY row_id) AS n FROM pg_temp.share_row
          WHERE pair_id IS NULL) r
    JOIN (SELECT *, row_number() OVER (PARTITION BY label, fen, booked_on ORDER BY side_id) AS n FROM pg_temp.share_side
          WHERE pair_id IS NULL AND state <> 'closed') s
      ON (s.label, s.fen, s.booked_on, s.n) = (r.label, r.fen, r.bill_date, r.n)
    WHERE pg_temp.are_incomparable(r.form, s.form)),
rows AS (UPDATE pg_temp.share_row r SET pair_id = p.side_id FROM pair p WHERE p.row_id = r.row_id)
UPDATE pg_temp.share_side s SET pair_id = p.row_id FROM pair p WHERE p.side_id = s.side_id;
WITH pair AS (
    SELECT r.row_id, s.side_id
    FROM (SELECT *, row_number() OVER (PARTITION BY label, fen ORDER BY row_id) AS n FROM pg_temp.share_row
          WHERE pair_id IS NULL) r
    JOIN (SELECT *, row_number() OVER (PARTITION BY label, fen ORDER BY side_id) AS n FROM pg_temp.share_side
          WHERE pair_id IS NULL AND state <> 'closed') s USING (label, fen, n)
    WHERE pg_temp.are_incomparable(r.form, s.form)),
rows AS (UPDATE pg_temp.share_row r SET pair_id = p.side_id FROM pair p WHERE p.row_id = r.row_id)
UPDATE pg_temp.share_side s SET pair_id = p.row_id FROM pair p WHERE p.side_id = s.side_id;

UPDATE pg_temp.share_row r
SET outcome = CASE WHEN s.state = 'closed' THEN 'share_only' WHEN s.fen <> r.fen THEN 'share_amount_mismatch'
                   WHEN s.booked_on IS DISTINCT FROM r.bill_date THEN 'cross_day' ELSE 'matched' END::ledger.outcome
FROM pg_temp.share_side s WHERE s.side_id = r.pair_id;
UPDATE pg_temp.share_side s
SET outcome = CASE WHEN s.state = 'closed' THEN 'not_executed' ELSE r.outcome END
FROM pg_temp.share_row r WHERE r.row_id = s.pair_id;
-- A record that nothing bears out waits for the bills that can still have it.
UPDATE pg_temp.share_side s
SET due_date = (
    SELECT min(day) FROM unnest(ARRAY[
        s.booked_on, s.booked_on + :waiting_days,
        CASE WHEN s.shared_at >= (s.booked_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' - interval ':window seconds'
             THEN s.booked_on + :waiting_days + 1 END,
        CASE WHEN s.shared_at < s.booked_on::timestamp AT TIME ZONE 'Asia/Shanghai' + interval ':window seconds'
              AND s.booked_on - 1 >= DATE ':start_date' THEN s.booked_on - 1 END]) AS day
    WHERE NOT pg_temp.is_concluded(:account_id, ':evidence', day))
WHERE outcome IS NULL AND state = 'succeeded';
-- What is left of a group on both sides, where nobody can say what belongs to what, is compared as a sum, once none of it waits.
WITH rest AS (
    SELECT r.label, s.due_date, CASE WHEN r.fen = s.fen THEN 'matched' WHEN s.due_date IS NOT NULL THEN 'pending'
                                     ELSE 'share_amount_mismatch' END::ledger.outcome AS outcome
    FROM (SELECT label, sum(fen) AS fen, array_agg(form) AS forms FROM pg_temp.share_row WHERE outcome IS NULL GROUP BY 1) r
    JOIN (SELECT label, sum(fen) AS fen, array_agg(form) AS forms, min(due_date) AS due_date FROM pg_temp.share_side
          WHERE outcome IS NULL AND state = 'succeeded' GROUP BY 1) s USING (label)
    WHERE 'other' = ANY (r.forms || s.forms)),
rows AS (UPDATE pg_temp.share_row r SET outcome = rest.outcome FROM rest WHERE rest.label = r.label AND r.outcome IS NULL)
UPDATE pg_temp.share_side s SET outcome = rest.outcome, due_date = rest.due_date FROM rest
WHERE rest.label = s.label AND s.outcome IS NULL AND s.state = 'succeeded';

-- What flows in at a channel that names the trade alone may be another merchant's share for this one: it is a return where the
-- trade was shared, and else nobody's difference.
UPDATE pg_temp.share_row r SET outcome = CASE WHEN :are_movements AND r.fen < 0
    AND NOT EXISTS (SELECT FROM pg_temp.share_side s WHERE s.label = r.label)
    AND NOT EXISTS (SELECT FROM pg_temp.share_row o WHERE o.label = r.label AND o.fen > 0)
    THEN 'not_executed' ELSE 'share_only' END::ledger.outcome
WHERE outcome IS NULL;
UPDATE pg_temp.share_side s
SET outcome = CASE WHEN s.state = 'closed' THEN 'not_executed' WHEN s.state = 'processing' OR s.due_date IS NOT NULL THEN 'pending'
                   ELSE 'share_missing' END::ledger.outcome
WHERE outcome IS NULL
