CREATE OR REPLACE VIEW ledger.packed_movement AS
SELECT (r.movement).*, b.first_line, b.tags, r.movement
FROM ledger.movement_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') AS l (line)
-- In the order of the table's columns.
CROSS JOIN LATERAL (SELECT b.kinds[split_part(l.line, E'\t', 2)::integer] AS kind) k
CROSS JOIN LATERAL (SELECT ROW (
    b.account_id, b.bill_date, b.file_no, split_part(l.line, E'\t', 1)::integer, split_part(k.kind, E'\t', 1),
    split_part(l.line, E'\t', 3), split_part(l.line, E'\t', 4), split_part(l.line, E'\t', 5),
    split_part(l.line, E'\t', 6)::bigint, nullif(split_part(l.line, E'\t', 7), '')::bigint,
    to_timestamp(split_part(l.line, E'\t', 8)::bigint), split_part(k.kind, E'\t', 2), split_part(k.kind, E'\t', 3),
    split_part(k.kind, E'\t', 4),
    CASE WHEN split_part(k.kind, E'\t', 1) NOT IN ('payment', 'fee', 'fee_return', 'refund', 'refund_returned') THEN 'unlinked'
         WHEN b.entry_date IS NOT NULL THEN 'booked' ELSE 'waiting_for_trade' END,
    CASE WHEN split_part(k.kind, E'\t', 1) IN ('payment', 'fee', 'fee_return', 'refund', 'refund_returned')
         THEN b.entry_date END, NULL::smallint, NULL::integer)::ledger.movement AS movement) r
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);

COMMENT ON VIEW ledger.packed_movement IS
    'The packed movements as rows like those of ledger.movement, also as one value (movement), each with the block it lies in.';
