CREATE OR REPLACE FUNCTION ledger.is_held(lease ledger.lease) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN lease.held_until > clock_timestamp() AND ledger.is_alive(lease.process_id);

COMMENT ON FUNCTION ledger.is_held IS 'A lease counts for as long as its time runs and its process lives.';
