-- What was taken out of its block becomes a row, as it was; the block notes which of its lines are gone, and counts and sums what
-- is left.
INSERT INTO ledger.movement (account_id, bill_date, file_no, line_no, movement_class, business_no, voucher_no, flow_no,
       amount_fen, balance_fen, booked_at, name, type, code, outcome, entry_date)
SELECT account_id, bill_date, file_no, line_no, movement_class, business_no, voucher_no, flow_no, amount_fen, balance_fen,
       booked_at, name, type, code, outcome, entry_date
FROM pg_temp.taken_movement;
UPDATE ledger.movement_block b SET taken_out = coalesce(b.taken_out, '{}') || t.lines,
       movements = b.movements - cardinality(t.lines), amount_fen = b.amount_fen - t.amount_fen,
       tags = ledger.without_tags(b.tags, t.places)
FROM (SELECT account_id, bill_date, file_no, first_line, array_agg(line_no) AS lines, sum(amount_fen) AS amount_fen,
             array_agg(2 * place - 1) || array_agg(2 * place) AS places
      FROM pg_temp.taken_movement GROUP BY 1, 2, 3, 4) t
WHERE b.account_id = t.account_id AND b.bill_date = t.bill_date AND b.file_no = t.file_no AND b.first_line = t.first_line;
TRUNCATE pg_temp.taken_movement
