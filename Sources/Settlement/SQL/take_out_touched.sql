-- Plain entries, of whatever account and day in force, that bear a touched key. The fence (OFFSET 0) keeps the planner from
-- unpacking all blocks there are.
INSERT INTO pg_temp.taken
SELECT e.* FROM pg_temp.found_block b
CROSS JOIN LATERAL (
    SELECT (entry).*, first_line, place
    FROM ledger.plain_entry p
    WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.entry_type = b.entry_type
      AND p.file_no = b.file_no AND p.first_line = b.first_line
      AND p.payment_no IN (SELECT payment_no FROM pg_temp.key) OFFSET 0) e
JOIN pg_temp.key k ON k.entry_type = e.entry_type AND k.payment_no = e.payment_no AND k.refund_no = e.refund_no
