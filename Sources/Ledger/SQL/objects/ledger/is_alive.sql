CREATE OR REPLACE FUNCTION ledger.is_alive(process integer) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN EXISTS (
        SELECT FROM pg_locks
         WHERE locktype = 'advisory' AND classid::bigint = ledger.lock_number('process') AND objid::bigint = process AND objsubid = 2
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()));

COMMENT ON FUNCTION ledger.is_alive IS
    'Its session is there: a lock ends with the session, however the process ended.';
