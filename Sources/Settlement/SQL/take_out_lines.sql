-- The plain entries among the wanted lines.
INSERT INTO pg_temp.taken
SELECT e.* FROM pg_temp.wanted_line w
CROSS JOIN LATERAL (
    SELECT * FROM ledger.plain_block b
    WHERE b.account_id = w.account_id AND b.bill_date = w.bill_date AND b.entry_type = w.entry_type
      AND b.file_no = w.file_no AND b.first_line <= w.line_no
    ORDER BY b.first_line DESC LIMIT 1) b
CROSS JOIN LATERAL (
    SELECT (entry).*, first_line, place
    FROM ledger.plain_entry p
    WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.entry_type = b.entry_type
      AND p.file_no = b.file_no AND p.first_line = b.first_line AND p.line_no = w.line_no OFFSET 0) e
