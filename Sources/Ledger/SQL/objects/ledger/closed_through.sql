CREATE OR REPLACE FUNCTION ledger.closed_through() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN (SELECT coalesce(max(closed_through), '-infinity') FROM ledger.period);

COMMENT ON FUNCTION ledger.closed_through IS
    'The last day that is closed; -infinity when none is.';
