-- What is one-sided, paired across days or at odds stays, because later days' bills still meet it.
CREATE OR REPLACE FUNCTION ledger.thin_day(account integer, day date) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    removed bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(ledger.lock_number('settlement')) THEN
        RAISE EXCEPTION 'a settlement is under way' USING ERRCODE = 'lock_not_available';
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.days_to_thin('infinity', 'infinity') t
                   WHERE t.account_id = account AND t.bill_date = day) THEN RETURN 0; END IF;
    WITH block AS (DELETE FROM ledger.plain_block b WHERE b.account_id = account AND b.bill_date = day RETURNING b.entries),
    entry AS (DELETE FROM ledger.entry e WHERE e.account_id = account AND e.bill_date = day AND e.outcome = 'matched'
                 AND e.flag IS NULL RETURNING 1)
    SELECT (SELECT coalesce(sum(entries), 0) FROM block) + (SELECT count(*) FROM entry) INTO removed;
    UPDATE ledger.day d SET thinned_run_id = d.run_id WHERE d.account_id = account AND d.bill_date = day AND d.kind = 'trade';
    RETURN removed;
END $$;

COMMENT ON FUNCTION ledger.thin_day IS
    'Removes the plain pairs of a day and returns their number.';
