CREATE OR REPLACE FUNCTION ledger.tag(number text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN int4send(hashtext(number));

COMMENT ON FUNCTION ledger.tag IS
    'Four bytes that tell which blocks may hold a number.';
