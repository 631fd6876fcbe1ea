-- The day's movements that do not plainly agree, out of the blocks into which they were put as they came. A block of which few
-- lines are wanted is searched for each; one of which many are is unpacked once.
WITH hit AS MATERIALIZED (
    SELECT b.file_no, b.first_line, b.last_line, w.lines
    FROM ledger.movement_block b CROSS JOIN LATERAL (
        SELECT count(*) AS lines FROM (
            SELECT FROM pg_temp.open_line o WHERE o.file_no = b.file_no AND o.line_no BETWEEN b.first_line AND b.last_line
            LIMIT 5) AS first_ones) w
    WHERE b.account_id = :account_id AND b.bill_date = :bill_date AND w.lines > 0)
INSERT INTO pg_temp.taken_movement
SELECT (m.movement).*, h.first_line
FROM hit h JOIN ledger.movement_block b
  ON b.account_id = :account_id AND b.bill_date = :bill_date AND b.file_no = h.file_no AND b.first_line = h.first_line
JOIN pg_temp.open_line o ON o.file_no = h.file_no AND o.line_no BETWEEN h.first_line AND h.last_line
CROSS JOIN LATERAL (
    SELECT split_part(split_part(E'\n' || b.lines, E'\n' || o.line_no || E'\t', 2), E'\n', 1) AS rest OFFSET 0) r
CROSS JOIN LATERAL (SELECT ledger.unpack_movement(b, o.line_no || E'\t' || r.rest) AS movement) m
WHERE h.lines < 5 AND r.rest <> ''
UNION ALL
SELECT m.* FROM hit h CROSS JOIN LATERAL (
    SELECT (movement).*, first_line FROM ledger.packed_movement p
    WHERE p.account_id = :account_id AND p.bill_date = :bill_date AND p.file_no = h.file_no AND p.first_line = h.first_line
      AND (p.file_no, p.line_no) IN (SELECT file_no, line_no FROM pg_temp.open_line) OFFSET 0) m
WHERE h.lines = 5
