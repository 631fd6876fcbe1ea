CREATE OR REPLACE VIEW ledger.plain_entry AS
SELECT (r.entry).*, b.first_line, b.payment_tags, b.other_tags, l.place, r.entry
FROM ledger.plain_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') WITH ORDINALITY AS l (line, place)
CROSS JOIN LATERAL (SELECT ledger.unpack_entry(b, l.line) AS entry) r
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);

COMMENT ON VIEW ledger.plain_entry IS
    'The plain pairs as rows like those of ledger.entry, also as one value (entry), each with the block it lies in and its place there.';
