CREATE OR REPLACE FUNCTION recon.resolve(
    discrepancy_id bigint, resolution text, note text, seen_difference numeric DEFAULT NULL)
RETURNS recon.decision LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ledger.decide($1, 'resolved', $2, $3, $4) $$;

COMMENT ON FUNCTION recon.resolve IS
    'Closes a discrepancy or an item in doubt (核销差错): corrected, refunded, made_up, written_off or accepted. With seen_difference it is refused when a run changed the difference since.';
