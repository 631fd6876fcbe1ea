CREATE OR REPLACE FUNCTION ledger.unquoted(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN value LIKE '''%' THEN replace(substr(value, 2, length(value) - 2), '''''', '''') ELSE value END;

COMMENT ON FUNCTION ledger.unquoted IS 'A value as a person writes it in a filter, without the quotes that it may stand in.';
