-- What is one-sided, paired across days or at odds stays, because later days' bills still meet it; so do movements that no
-- trade bill was there for, and entries whose money is at odds. Movements go with the entries of their day, and not before.
CREATE OR REPLACE FUNCTION ledger.thin_day(account integer, day date, OUT entries bigint, OUT movements bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    thinned text[];
    kept bigint;
    -- Of entries that a discrepancy of the money side is about.
    open_numbers text[] := ARRAY(SELECT i.channel_no FROM ledger.item i
                                  WHERE i.account_id = account AND i.kind = 'funds' AND i.found AND i.channel_no <> '');
BEGIN
    IF NOT pg_try_advisory_xact_lock(ledger.lock_number('settlement')) THEN
        RAISE EXCEPTION 'a settlement is under way' USING ERRCODE = 'lock_not_available';
    END IF;
    thinned := ARRAY(SELECT d.kind FROM ledger.day d
                    WHERE d.account_id = account AND d.bill_date = day AND d.kind IN ('trade', 'funds') AND d.concluded
                      AND EXISTS (SELECT FROM ledger.days_to_thin('infinity', 'infinity') t
                                   WHERE t.account_id = account AND t.bill_date = day));
    INSERT INTO ledger.entry SELECT (p.entry).* FROM ledger.plain_entry p
     WHERE p.account_id = account AND p.bill_date = day AND 'trade' = ANY (thinned)
       AND (p.entry_type, p.file_no, p.first_line) IN (
           SELECT b.entry_type, b.file_no, b.first_line FROM ledger.trade_blocks(open_numbers) b
           WHERE b.account_id = account AND b.bill_date = day)
       AND coalesce(nullif(p.channel_refund_no, ''), p.channel_trade_no) = ANY (open_numbers);
    GET DIAGNOSTICS kept = ROW_COUNT;
    WITH block AS (DELETE FROM ledger.plain_block b WHERE b.account_id = account AND b.bill_date = day AND 'trade' = ANY (thinned)
                   RETURNING b.entries),
    entry AS (DELETE FROM ledger.entry e WHERE e.account_id = account AND e.bill_date = day AND e.outcome = 'matched'
                 AND e.flag IS NULL AND 'trade' = ANY (thinned)
                 AND coalesce(nullif(e.channel_refund_no, ''), e.channel_trade_no) <> ALL (open_numbers) RETURNING 1)
    SELECT (SELECT coalesce(sum(b.entries), 0) FROM block b) + (SELECT count(*) FROM entry) - kept INTO entries;
    -- Counts and sums of the blocks stay: a later day's run may have to state the day once more.
    WITH block AS (UPDATE ledger.movement_block b SET lines = '', tags = ''
                    WHERE b.account_id = account AND b.bill_date = day AND 'funds' = ANY (thinned)
                      AND b.entry_date IS NOT NULL AND b.lines <> ''
                   RETURNING b.movements)
    SELECT coalesce(sum(b.movements), 0) FROM block b INTO movements;
    UPDATE ledger.day d SET thinned_run_id = d.run_id
    WHERE d.account_id = account AND d.bill_date = day AND d.kind = ANY (thinned);
END $$;

COMMENT ON FUNCTION ledger.thin_day IS
    'Removes the plain pairs and the plainly booked movements of a day and returns their numbers.';
