-- What was taken out of its block becomes a row, as it was; the block notes which of its lines are gone, and counts and sums what
-- is left.
INSERT INTO ledger.movement (account_id, bill_date, file_no, line_no, movement_class, business_no, voucher_no, flow_no,
       amount_fen, balance_fen, booked_at, name, type, code, outcome, entry_date)
SELECT account_id, bill_date, file_no, line_no, movement_class, business_no, voucher_no, flow_no, amount_fen, balance_fen,
       booked_at, name, type, code, outcome, entry_date
FROM pg_temp.taken_movement;
WITH gone AS (
    SELECT bill_date, file_no, first_line, concat_ws(E'\t', movement_class, name, type, code) AS kind, count(*) AS movements,
           sum(amount_fen) AS fen
    FROM pg_temp.taken_movement GROUP BY 1, 2, 3, 4),
rest AS (
    SELECT b.bill_date, b.file_no, b.first_line, array_agg(k.movements - coalesce(g.movements, 0) ORDER BY k.place) AS counts,
           array_agg(k.fen - coalesce(g.fen, 0) ORDER BY k.place) AS sums_fen
    FROM (SELECT DISTINCT bill_date, file_no, first_line FROM gone) d
    JOIN ledger.movement_block b USING (bill_date, file_no, first_line)
    CROSS JOIN LATERAL unnest(b.kinds, b.counts, b.sums_fen) WITH ORDINALITY AS k (kind, movements, fen, place)
    LEFT JOIN gone g ON g.bill_date = b.bill_date AND g.file_no = b.file_no AND g.first_line = b.first_line
     AND g.kind = k.kind
    WHERE b.account_id = :account_id GROUP BY 1, 2, 3),
lines AS (
    SELECT bill_date, file_no, first_line, array_agg(line_no) AS lines FROM pg_temp.taken_movement GROUP BY 1, 2, 3)
UPDATE ledger.movement_block b SET taken_out = coalesce(b.taken_out, '{}') || l.lines,
       movements = b.movements - cardinality(l.lines), counts = r.counts, sums_fen = r.sums_fen
FROM rest r JOIN lines l USING (bill_date, file_no, first_line)
WHERE b.account_id = :account_id AND b.bill_date = r.bill_date AND b.file_no = r.file_no AND b.first_line = r.first_line;
DELETE FROM pg_temp.taken_movement
