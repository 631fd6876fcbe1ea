-- The day's movements that do not plainly agree, out of the blocks into which they were put as they came. Each block is unpacked
-- once, however many of its lines are wanted.
INSERT INTO pg_temp.taken_movement
SELECT m.* FROM ledger.movement_block b
CROSS JOIN LATERAL (
    SELECT (movement).*, first_line FROM ledger.packed_movement p
    WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.file_no = b.file_no AND p.first_line = b.first_line
      AND (p.file_no, p.line_no) IN (SELECT file_no, line_no FROM pg_temp.open_line) OFFSET 0) m
WHERE b.account_id = :account_id AND b.bill_date = :bill_date
  AND EXISTS (SELECT FROM pg_temp.open_line o
              WHERE o.file_no = b.file_no AND o.line_no BETWEEN b.first_line AND b.last_line)
