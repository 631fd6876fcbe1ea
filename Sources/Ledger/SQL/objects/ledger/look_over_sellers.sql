-- Run by each import: autovacuum comes within a minute, the first question now.
CREATE OR REPLACE FUNCTION ledger.look_over_sellers() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM brin_summarize_new_values('ledger.seller_row_place');
    ANALYZE ledger.seller_row, ledger.seller_kind, ledger.seller_row_left_out, ledger.shop_order;
END $$;

COMMENT ON FUNCTION ledger.look_over_sellers IS 'Has the server find out what an import has brought, which only the owner of tables may.';
