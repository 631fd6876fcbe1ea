-- Of the blocks that were found, the entries whose number is among those that were opened meanwhile.
INSERT INTO pg_temp.touched_key
SELECT e.* FROM pg_temp.found_block b CROSS JOIN LATERAL (
    SELECT p.entry_type, p.payment_no, p.refund_no FROM ledger.plain_entry p
    WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.entry_type = b.entry_type
      AND p.file_no = b.file_no AND p.first_line = b.first_line
      AND ledger.tag(p.payment_no) IN (
          SELECT substring(o.numbers FROM n FOR 4) FROM ledger.open_key o, generate_series(1, length(o.numbers), 4) n
          WHERE o.note_no > :seen) OFFSET 0) e
