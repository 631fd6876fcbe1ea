CREATE OR REPLACE FUNCTION ledger.lock_attempts(account integer, day date, kind text) RETURNS void LANGUAGE sql
    SET search_path = pg_catalog, pg_temp AS $$ SELECT pg_advisory_xact_lock(ledger.attempts_key($1, $2, $3)) $$;

COMMENT ON FUNCTION ledger.lock_attempts IS
    'Held by whoever numbers an attempt of a unit of work, to the end of the transaction.';
