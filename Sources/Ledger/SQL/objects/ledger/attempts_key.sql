-- The day as a number: its text would depend on the session's DateStyle, and two sessions would hold two locks.
CREATE OR REPLACE FUNCTION ledger.attempts_key(account integer, day date, kind text) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN hashtextextended('attempts ' || account || ' ' || (day - DATE '1970-01-01') || ' ' || kind, 0);

COMMENT ON FUNCTION ledger.attempts_key IS
    'The advisory lock of whoever numbers an attempt of a unit of work.';
