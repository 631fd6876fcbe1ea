CREATE OR REPLACE FUNCTION ledger.packed_line(first_line integer, planes bytea, bits integer, entries integer, place integer)
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN first_line + place + CASE bits WHEN 0 THEN 0 WHEN 8 THEN get_byte(planes, place)
                                 ELSE ledger.wide_integer(planes, entries, place)::integer END;

COMMENT ON FUNCTION ledger.packed_line IS
    'The line of the entry at a place, from 0, of a block: the block has those that were passed over until there.';
