CREATE OR REPLACE FUNCTION recon.items_where(filter text) RETURNS SETOF recon.open_items
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE 'SELECT * FROM recon.open_items WHERE ' || ledger.filter_condition(filter);
END $$;

COMMENT ON FUNCTION recon.items_where IS
    'The discrepancies to settle that a filter finds (筛选差错), as in: code = fee_mismatch and age > 7 and amount <= 0.05; what recon.resolve_where would resolve. Columns are those of recon.open_items, conditions are joined by and.';
