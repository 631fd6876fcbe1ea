-- The blocks note which of their lines are gone, and count and sum what is left.
UPDATE ledger.plain_block b SET taken_out = coalesce(b.taken_out, '{}') || t.lines,
       entries = b.entries - cardinality(t.lines), amount_fen = b.amount_fen - t.amount_fen,
       settled_fen = b.settled_fen - t.settled_fen, fee_e5 = b.fee_e5 - t.fee_e5,
       payment_tags = ledger.without_tags(b.payment_tags, t.places)
FROM (SELECT account_id, bill_date, entry_type, file_no, first_line, array_agg(line_no) AS lines,
             array_agg(place) AS places, sum(amount_fen) AS amount_fen, sum(settled_fen) AS settled_fen,
             sum(fee_e5) AS fee_e5
      FROM pg_temp.taken GROUP BY 1, 2, 3, 4, 5) t
WHERE b.account_id = t.account_id AND b.bill_date = t.bill_date AND b.entry_type = t.entry_type
  AND b.file_no = t.file_no AND b.first_line = t.first_line;
DELETE FROM pg_temp.taken
