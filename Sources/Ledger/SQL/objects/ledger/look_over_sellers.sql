-- Run by each import: autovacuum comes within a minute, the first question now. A table that has hardly grown keeps what is known of it.
CREATE OR REPLACE FUNCTION ledger.look_over_sellers() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    grown regclass;
BEGIN
    PERFORM brin_summarize_new_values('ledger.seller_bundle_place');
    FOR grown IN
        SELECT c.oid FROM pg_class c
        WHERE c.oid IN ('ledger.seller_bundle'::regclass, 'ledger.seller_kind'::regclass, 'ledger.seller_row_left_out'::regclass,
                        'ledger.shop_order'::regclass)
          AND (c.reltuples < 0 OR pg_relation_size(c.oid) > 1.2 * c.relpages * current_setting('block_size')::integer)
    LOOP
        EXECUTE format('ANALYZE %s', grown);
    END LOOP;
END $$;

COMMENT ON FUNCTION ledger.look_over_sellers IS 'Has the server find out what an import has brought, which only the owner of tables may.';
