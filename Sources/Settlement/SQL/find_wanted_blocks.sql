-- The blocks in which the wanted lines lie. Of one type and file, blocks follow one another: a line lies in the last that
-- begins at it or before.
DELETE FROM pg_temp.found_block;
INSERT INTO pg_temp.found_block
SELECT DISTINCT b.account_id, b.bill_date, b.entry_type, b.file_no, b.first_line
FROM pg_temp.wanted_line w CROSS JOIN LATERAL (
    SELECT * FROM ledger.plain_block b
    WHERE b.account_id = w.account_id AND b.bill_date = w.bill_date AND b.entry_type = w.entry_type
      AND b.file_no = w.file_no AND b.first_line <= w.line_no
    ORDER BY b.first_line DESC LIMIT 1) b
