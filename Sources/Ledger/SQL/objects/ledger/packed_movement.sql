CREATE OR REPLACE VIEW ledger.packed_movement AS
SELECT (r.movement).*, b.first_line, b.tags, l.place, r.movement
FROM ledger.movement_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') WITH ORDINALITY AS l (line, place)
-- In the order of the table's columns.
CROSS JOIN LATERAL (SELECT ROW (
    b.account_id, b.bill_date, b.file_no, split_part(l.line, E'\t', 1)::integer, b.movement_class,
    split_part(l.line, E'\t', 2), split_part(l.line, E'\t', 3), split_part(l.line, E'\t', 4),
    split_part(l.line, E'\t', 5)::bigint, nullif(split_part(l.line, E'\t', 6), '')::bigint,
    to_timestamp(split_part(l.line, E'\t', 7)::bigint), split_part(l.line, E'\t', 8), split_part(l.line, E'\t', 9),
    split_part(l.line, E'\t', 10),
    CASE WHEN b.entry_date IS NOT NULL THEN 'booked'
         WHEN b.movement_class IN ('payment', 'fee', 'fee_return', 'refund', 'refund_returned') THEN 'waiting_for_trade'
         ELSE 'unlinked' END,
    b.entry_date, NULL::smallint, NULL::integer)::ledger.movement AS movement) r
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);

COMMENT ON VIEW ledger.packed_movement IS
    'The packed movements as rows like those of ledger.movement, also as one value (movement), each with the block it lies in and its place there.';
