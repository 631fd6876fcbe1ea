-- A day's entries are loaded beforehand, by several sessions, into a table that no view shows; the verdict's transaction
-- attaches it. An index declared on ledger.entry would be built while that transaction waits, so each partition has
-- its own: that of what is open from the beginning, those for look-ups once the verdict is there.
--
-- Partitions are made, and loads forgotten, by these functions: whoever reconciles need not own the tables.

DROP FUNCTION ledger.ensure_partition;
ALTER TABLE ledger.entry DROP CONSTRAINT entry_pkey;
DROP INDEX ledger.entry_payment_hash, ledger.entry_open;

ALTER TABLE ledger.bill ADD COLUMN stored text;
COMMENT ON COLUMN ledger.bill.stored IS
    'Digest of the entries and their lines: what the partition of the day holds while this bill is in force.';

-- The defaults are what nearly every row has: such a row comes without these columns.
CREATE FUNCTION ledger.create_load(account integer, run bigint, day date, usual_state text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text := format('load_%s_%s', account, run);
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS ledger.%I', name);
    EXECUTE format(
        'CREATE TABLE ledger.%I (LIKE ledger.entry INCLUDING CONSTRAINTS,
             CONSTRAINT bounds CHECK (bill_date = %L AND account_id >= %s AND account_id < %s))
         WITH (autovacuum_enabled = false)', name, day, account, account + 1);
    EXECUTE format(
        'ALTER TABLE ledger.%I ALTER account_id SET DEFAULT %s, ALTER bill_date SET DEFAULT %L,
             ALTER entry_type SET DEFAULT ''payment'', ALTER outcome SET DEFAULT ''matched'',
             ALTER refund_no SET DEFAULT '''', ALTER channel_refund_no SET DEFAULT '''',
             ALTER currency SET DEFAULT ''CNY'', ALTER state SET DEFAULT %L', name, account, day, usual_state);
    EXECUTE format(
        'CREATE INDEX %I ON ledger.%I (account_id, bill_date) WHERE outcome <> ''matched'' OR flag IS NOT NULL',
        name || '_open', name);
END $$;
COMMENT ON FUNCTION ledger.create_load IS 'Makes the table into which a run loads its entries.';

-- A small sample: the planner has only to know that next to nothing is open, and that keys are all different.
CREATE FUNCTION ledger.survey_load(account integer, run bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET default_statistics_target = 10 AS $$
BEGIN
    EXECUTE format('ANALYZE ledger.%I (entry_type, outcome, flag, payment_hash, file_no, line_no)',
                   format('load_%s_%s', account, run));
END $$;
COMMENT ON FUNCTION ledger.survey_load IS 'Tells the planner what a load holds, once it is full.';

CREATE FUNCTION ledger.attach_load(account integer, run bigint, day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text := format('load_%s_%s', account, run);
    partition text := ledger.partition_name(account, day);
BEGIN
    EXECUTE format(
        'ALTER TABLE ledger.%I ALTER account_id DROP DEFAULT, ALTER bill_date DROP DEFAULT, ALTER entry_type DROP DEFAULT,
             ALTER outcome DROP DEFAULT, ALTER refund_no DROP DEFAULT, ALTER channel_refund_no DROP DEFAULT,
             ALTER currency DROP DEFAULT, ALTER state DROP DEFAULT, RESET (autovacuum_enabled)', name);
    EXECUTE format('ALTER INDEX ledger.%I RENAME TO %I', name || '_open', partition || '_open');
    EXECUTE format('ALTER TABLE ledger.%I RENAME TO %I', name, partition);
    -- Attaching, unlike creating or dropping a partition, locks no reader out of the parent; bounds spares it the scan.
    EXECUTE format('ALTER TABLE ledger.entry ATTACH PARTITION ledger.%I FOR VALUES FROM (%L, %s) TO (%L, %s)',
                   partition, day, account, day, account + 1);
    EXECUTE format('ALTER TABLE ledger.%I DROP CONSTRAINT bounds', partition);
END $$;
COMMENT ON FUNCTION ledger.attach_load IS 'Makes a load the partition of its day: the entries are seen once this is committed.';

-- The name is asked for first: even an index that exists would lock writers out for a moment.
CREATE FUNCTION ledger.index_partition(partition text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF to_regclass('ledger.' || partition || '_payment') IS NULL THEN
        EXECUTE format('CREATE INDEX %I ON ledger.%I (payment_hash)', partition || '_payment', partition);
    END IF;
    IF to_regclass('ledger.' || partition || '_line') IS NULL THEN
        EXECUTE format('CREATE UNIQUE INDEX %I ON ledger.%I (file_no, line_no)', partition || '_line', partition);
    END IF;
    IF to_regclass('ledger.' || partition || '_open') IS NULL THEN
        EXECUTE format('CREATE INDEX %I ON ledger.%I (account_id, bill_date)
                        WHERE outcome <> ''matched'' OR flag IS NOT NULL', partition || '_open', partition);
    END IF;
END $$;
COMMENT ON FUNCTION ledger.index_partition IS 'Gives a partition of ledger.entry the indexes that it lacks.';

CREATE FUNCTION ledger.tidy_loads() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text;
    dropped integer := 0;
BEGIN
    -- Held in share by a run between making its load and locking it.
    PERFORM pg_advisory_xact_lock(8243104023209574402);
    FOR name IN SELECT relname FROM pg_class
                WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' AND relname ~ '^load_[0-9]+_[0-9]+$'
    LOOP
        BEGIN
            EXECUTE format('LOCK TABLE ledger.%I IN ACCESS EXCLUSIVE MODE NOWAIT', name);
            EXECUTE format('DROP TABLE ledger.%I', name);
            dropped := dropped + 1;
        EXCEPTION WHEN lock_not_available OR undefined_table THEN NULL;
        END;
    END LOOP;
    RETURN dropped;
END $$;
COMMENT ON FUNCTION ledger.tidy_loads IS
    'Drops the loads that no run uses any more, and says how many; a run holds a lock on its own until it ends.';

DO $partitions$
BEGIN
    PERFORM ledger.index_partition(c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'ledger.entry'::regclass;
END $partitions$;
