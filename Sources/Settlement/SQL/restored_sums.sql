-- Of each block that has its entries back, whether its sums are the same too.
SELECT (b.entries, b.amount_fen, b.settled_fen, b.fee_e5) = (
    SELECT count(*), coalesce(sum(p.amount_fen), 0), coalesce(sum(p.settled_fen), 0), coalesce(sum(p.fee_e5), 0)
    FROM ledger.plain_entry p
    WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.entry_type = b.entry_type
      AND p.file_no = b.file_no AND p.first_line = b.first_line)
FROM pg_temp.read_block r JOIN ledger.plain_block b USING (account_id, bill_date, entry_type, file_no, first_line)
WHERE num_nonnulls(b.lines, b.packed) > 0
