CREATE OR REPLACE FUNCTION ledger.packed_number(coding text, padding text, head text, first bytea, first_bytes integer, middle text,
    second bytea, second_bytes integer, entries integer, place integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN rtrim(
    head || encode(substr(first, 1 + place * first_bytes, first_bytes), coding) || middle
    || CASE second_bytes
           WHEN 0 THEN ''
           -- Steps: first a byte of every number, then the next.
           WHEN 2 THEN encode(substr(second, 1 + place, 1) || substr(second, 1 + entries + place, 1), coding)
           ELSE encode(substr(second, 1 + place * second_bytes, second_bytes), coding) END,
    padding);

COMMENT ON FUNCTION ledger.packed_number IS
    'The number at a place, from 0, of a column of a block, put together from what is the same of all and its two pieces.';
