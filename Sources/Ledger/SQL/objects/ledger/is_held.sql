CREATE OR REPLACE FUNCTION ledger.is_held(lease ledger.lease) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN lease.held_until > clock_timestamp() AND ledger.is_alive(lease.process_id);
