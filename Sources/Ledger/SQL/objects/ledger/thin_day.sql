-- What is one-sided, paired across days or at odds stays, because later days' bills still meet it; so do movements that no
-- trade bill was there for. Movements go with the entries of their day, and not before.
CREATE OR REPLACE FUNCTION ledger.thin_day(account integer, day date, OUT entries bigint, OUT movements bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    thinned text[];
BEGIN
    IF NOT pg_try_advisory_xact_lock(ledger.lock_number('settlement')) THEN
        RAISE EXCEPTION 'a settlement is under way' USING ERRCODE = 'lock_not_available';
    END IF;
    thinned := ARRAY(SELECT d.kind FROM ledger.day d
                    WHERE d.account_id = account AND d.bill_date = day AND d.kind IN ('trade', 'funds') AND d.concluded
                      AND EXISTS (SELECT FROM ledger.days_to_thin('infinity', 'infinity') t
                                   WHERE t.account_id = account AND t.bill_date = day));
    WITH block AS (DELETE FROM ledger.plain_block b WHERE b.account_id = account AND b.bill_date = day AND 'trade' = ANY (thinned)
                   RETURNING b.entries),
    entry AS (DELETE FROM ledger.entry e WHERE e.account_id = account AND e.bill_date = day AND e.outcome = 'matched'
                 AND e.flag IS NULL AND 'trade' = ANY (thinned) RETURNING 1)
    SELECT (SELECT coalesce(sum(b.entries), 0) FROM block b) + (SELECT count(*) FROM entry) INTO entries;
    WITH block AS (DELETE FROM ledger.movement_block b WHERE b.account_id = account AND b.bill_date = day AND 'funds' = ANY (thinned)
                      AND b.entry_date IS NOT NULL
                   RETURNING b.movements)
    SELECT coalesce(sum(b.movements), 0) FROM block b INTO movements;
    UPDATE ledger.day d SET thinned_run_id = d.run_id
    WHERE d.account_id = account AND d.bill_date = day AND d.kind = ANY (thinned);
END $$;

COMMENT ON FUNCTION ledger.thin_day IS
    'Removes the plain pairs and the plainly booked movements of a day and returns their numbers.';
