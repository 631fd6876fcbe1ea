CREATE OR REPLACE VIEW ledger.plain_entry AS
SELECT (r.entry).*, b.first_line, b.payment_tags, b.other_tags, l.place, r.entry
FROM ledger.plain_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') WITH ORDINALITY AS l (line, place)
-- In the order of the table's columns.
CROSS JOIN LATERAL (SELECT ROW (
    b.account_id, b.bill_date, b.file_no, split_part(l.line, E'\t', 1)::integer, b.entry_type, 'matched'::ledger.outcome,
    NULL::ledger.outcome, hashtextextended(split_part(l.line, E'\t', 2), 0), split_part(l.line, E'\t', 2),
    split_part(l.line, E'\t', 8), split_part(l.line, E'\t', 3), split_part(l.line, E'\t', 9), split_part(l.line, E'\t', 4)::bigint,
    CASE WHEN split_part(l.line, E'\t', 5) <> '' THEN split_part(l.line, E'\t', 5)
         ELSE CASE b.entry_type WHEN 'refund' THEN '-' ELSE '' END || split_part(l.line, E'\t', 4) END::bigint,
    split_part(l.line, E'\t', 6)::bigint, NULL::bigint, 'CNY', to_timestamp(split_part(l.line, E'\t', 7)::bigint),
    b.state, true, true)::ledger.entry AS entry) r
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);

COMMENT ON VIEW ledger.plain_entry IS
    'The plain pairs as rows like those of ledger.entry, also as one value (entry), each with the block it lies in and its place there.';
