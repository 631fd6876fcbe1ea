CREATE OR REPLACE VIEW ledger.packed_movement AS
SELECT (r.movement).*, b.first_line, b.tags, r.movement
FROM ledger.movement_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') AS l (line)
CROSS JOIN LATERAL (SELECT ledger.unpack_movement(b, l.line) AS movement) r
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);

COMMENT ON VIEW ledger.packed_movement IS
    'The packed movements as rows like those of ledger.movement, also as one value (movement), each with the block it lies in.';
