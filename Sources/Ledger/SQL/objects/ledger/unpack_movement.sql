-- Not SECURITY DEFINER and without SET, so that the planner takes it apart: nothing is worked out that is not asked for.
CREATE OR REPLACE FUNCTION ledger.unpack_movement(block ledger.movement_block, line text) RETURNS ledger.movement
LANGUAGE sql IMMUTABLE
-- In the order of the table's columns.
RETURN ROW (
    block.account_id, block.bill_date, block.file_no, split_part(line, E'\t', 1)::integer,
    split_part(block.kinds[split_part(line, E'\t', 2)::integer], E'\t', 1),
    split_part(line, E'\t', 3), split_part(line, E'\t', 4), split_part(line, E'\t', 5),
    split_part(line, E'\t', 6)::bigint, nullif(split_part(line, E'\t', 7), '')::bigint,
    to_timestamp(split_part(line, E'\t', 8)::bigint), split_part(block.kinds[split_part(line, E'\t', 2)::integer], E'\t', 2),
    split_part(block.kinds[split_part(line, E'\t', 2)::integer], E'\t', 3),
    split_part(block.kinds[split_part(line, E'\t', 2)::integer], E'\t', 4),
    CASE WHEN NOT ledger.is_of_trade(split_part(block.kinds[split_part(line, E'\t', 2)::integer], E'\t', 1)) THEN 'unlinked'
         WHEN block.entry_date IS NOT NULL THEN 'booked' ELSE 'waiting_for_trade' END,
    CASE WHEN ledger.is_of_trade(split_part(block.kinds[split_part(line, E'\t', 2)::integer], E'\t', 1)) THEN block.entry_date END,
    NULL::smallint, NULL::integer)::ledger.movement;

COMMENT ON FUNCTION ledger.unpack_movement IS 'A line of a block as a row like those of ledger.movement.';
