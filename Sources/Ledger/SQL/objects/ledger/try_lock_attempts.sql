CREATE OR REPLACE FUNCTION ledger.try_lock_attempts(account integer, day date, kind text) RETURNS boolean LANGUAGE sql
    SET search_path = pg_catalog, pg_temp AS $$ SELECT pg_try_advisory_xact_lock(ledger.attempts_key($1, $2, $3)) $$;

COMMENT ON FUNCTION ledger.try_lock_attempts IS
    'The same, for those who can come back later.';
