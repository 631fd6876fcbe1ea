-- The row is locked: of two who decide at once, the second sees what the first did, and a run that is settling waits, or is
-- waited for.
CREATE OR REPLACE FUNCTION ledger.require_item(id bigint) RETURNS ledger.item
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    item ledger.item;
BEGIN
    SELECT i.* INTO item FROM ledger.item i WHERE i.item_id = id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no discrepancy %', coalesce(id::text, 'NULL') USING
            ERRCODE = 'RC404', HINT = 'See the column discrepancy_id of recon.discrepancies and recon.pending.';
    END IF;
    RETURN item;
END $$;

COMMENT ON FUNCTION ledger.require_item IS 'The discrepancy or item in doubt that a person means, locked; refuses a number that is none.';
