-- Not SECURITY DEFINER and without SET, so that the planner takes it apart: nothing is worked out that is not asked for.
CREATE OR REPLACE FUNCTION ledger.unpack_entry(block ledger.plain_block, line text) RETURNS ledger.entry
LANGUAGE sql IMMUTABLE
-- In the order of the table's columns.
RETURN ROW (
    block.account_id, block.bill_date, block.file_no, split_part(line, E'\t', 1)::integer, block.entry_type,
    'matched'::ledger.outcome, NULL::ledger.outcome, hashtextextended(split_part(line, E'\t', 2), 0),
    split_part(line, E'\t', 2), split_part(line, E'\t', 8), split_part(line, E'\t', 3), split_part(line, E'\t', 9),
    split_part(line, E'\t', 4)::bigint,
    CASE WHEN split_part(line, E'\t', 5) <> '' THEN split_part(line, E'\t', 5)
         ELSE CASE block.entry_type WHEN 'refund' THEN '-' ELSE '' END || split_part(line, E'\t', 4) END::bigint,
    split_part(line, E'\t', 6)::bigint, NULL::bigint, 'CNY', to_timestamp(split_part(line, E'\t', 7)::bigint),
    block.state, true, true)::ledger.entry;

COMMENT ON FUNCTION ledger.unpack_entry IS 'A line of a block as a row like those of ledger.entry.';
