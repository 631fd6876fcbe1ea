-- The part of explain that may fail on its own, since the relations are somebody else's.
CREATE OR REPLACE FUNCTION ledger.shop_here(number text, payments text[], OUT gap text, OUT shop jsonb)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    payment_relation text;
    refund_relation text;
    prepared text[];
    name text;
BEGIN
    SELECT value INTO payment_relation FROM ledger.setting s WHERE s.name = 'payment_relation';
    SELECT value INTO refund_relation FROM ledger.setting s WHERE s.name = 'refund_relation';
    IF payment_relation IS NULL OR refund_relation IS NULL THEN
        gap := 'the shop''s records are not in this database; `reconciled explain` reads them where it can';
        RETURN;
    END IF;
    prepared := ARRAY(SELECT ROW (p.name, p.statement, p.prepare_time)::text FROM pg_prepared_statements p);
    -- Whatever the shop's code did is undone, the session's settings with it: a search path of the shop's would have this
    -- function, and then the person's next words, find the shop's functions. Only what was read is kept.
    BEGIN
        IF NOT ledger.may_read_shop(payment_relation, refund_relation) THEN
            RAISE EXCEPTION 'they are another role''s than the ledger; /usr/share/reconciled/roles.sql makes one that may read them';
        END IF;
        shop := ledger.shop_rows(payment_relation, refund_relation, number, payments);
        RAISE SQLSTATE 'RC000';
    EXCEPTION WHEN OTHERS THEN
        IF shop IS NULL THEN
            gap := format('the shop''s records cannot be read here (%s); `reconciled explain` reads them where it can',
                          left(regexp_replace(SQLERRM, '[[:cntrl:]]', '?', 'g'), 300));
        END IF;
    END;
    -- Prepared statements are the one thing of a session that nothing undoes.
    FOR name IN SELECT p.name FROM pg_prepared_statements p
        WHERE ROW (p.name, p.statement, p.prepare_time)::text <> ALL (prepared)
    LOOP
        EXECUTE format('DEALLOCATE %I', name);
    END LOOP;
END $$;

COMMENT ON FUNCTION ledger.shop_here IS 'Behind recon.explain: the shop''s rows, where they are in this database.';
