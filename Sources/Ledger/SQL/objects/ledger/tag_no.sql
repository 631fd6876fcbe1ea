CREATE OR REPLACE FUNCTION ledger.tag_no(number text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN hashtext(number)::bigint & x'ffffffff'::bigint;

COMMENT ON FUNCTION ledger.tag_no IS 'ledger.tag as a number.';
