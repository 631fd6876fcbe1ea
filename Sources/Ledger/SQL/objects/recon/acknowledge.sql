CREATE OR REPLACE FUNCTION recon.acknowledge(discrepancy_id bigint, note text, seen_difference numeric DEFAULT NULL)
RETURNS recon.decision LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ledger.decide($1, 'acknowledged', NULL, $2, $3) $$;

COMMENT ON FUNCTION recon.acknowledge IS
    'Says that somebody works on a discrepancy (认领差错). With seen_difference it is refused when a run changed the difference since.';
