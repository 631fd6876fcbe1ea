CREATE OR REPLACE FUNCTION recon.reopen(discrepancy_id bigint, note text, seen_difference numeric DEFAULT NULL)
RETURNS recon.decision LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ledger.decide($1, 'reopened', NULL, $2, $3) $$;

COMMENT ON FUNCTION recon.reopen IS
    'Takes a decision back (重开差错): resolved or acknowledged becomes open. With seen_difference it is refused when a run changed the difference since.';
