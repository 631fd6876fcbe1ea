CREATE OR REPLACE FUNCTION ledger.lock_attempts(account integer, day date) RETURNS void LANGUAGE sql
    SET search_path = pg_catalog, pg_temp AS $$ SELECT pg_advisory_xact_lock(ledger.attempts_key($1, $2)) $$;

COMMENT ON FUNCTION ledger.lock_attempts IS
    'Held by whoever numbers an attempt of the day, to the end of the transaction.';
