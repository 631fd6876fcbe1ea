-- Not SECURITY DEFINER and without SET, so that the planner takes it apart; bytes before the commoner widths, as it is asked so often.
CREATE OR REPLACE FUNCTION ledger.packed_integer(planes bytea, bits integer, entries integer, place integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE bits
    WHEN 17 THEN get_byte(planes, place) + (get_byte(planes, entries + place) << 8)
                 + (get_bit(planes, (16 * entries + place)::bigint) << 16)
    WHEN 0 THEN 0
    WHEN 8 THEN get_byte(planes, place)
    WHEN 16 THEN get_byte(planes, place) + (get_byte(planes, entries + place) << 8)
    WHEN 24 THEN get_byte(planes, place) + (get_byte(planes, entries + place) << 8)
                 + (get_byte(planes, 2 * entries + place) << 16)
    ELSE ledger.wide_integer(planes, entries, place) END;

COMMENT ON FUNCTION ledger.packed_integer IS
    'The integer at a place, from 0, of a column of a block: first lie the low bytes of all entries, then the next; at last single bits.';
