CREATE OR REPLACE FUNCTION ledger.packed_section(packed bytea, steps bytea, place integer, bits integer, entries integer)
RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN place > 0 THEN substr(packed, place, (bits * entries + 7) / 8)
            ELSE substr(steps, - place, (bits * entries + 7) / 8) END;

COMMENT ON FUNCTION ledger.packed_section IS 'A column of a block, as ledger.plain_block.sections tells where it is.';
