CREATE OR REPLACE FUNCTION ledger.require_decision(decision text, resolution text, note text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF coalesce(note, '') !~ '\S' THEN
        RAISE EXCEPTION 'a note is required' USING ERRCODE = 'RC422', HINT = 'Say in a sentence why.';
    END IF;
    IF decision = 'resolved' AND (resolution IN ('corrected', 'refunded', 'made_up', 'written_off', 'accepted')) IS NOT TRUE THEN
        RAISE EXCEPTION '% is no resolution', coalesce(quote_literal(resolution), 'NULL') USING
            ERRCODE = 'RC422', HINT = 'Give one of corrected, refunded, made_up, written_off, accepted.';
    END IF;
END $$;

COMMENT ON FUNCTION ledger.require_decision IS 'Refuses a decision that does not say why, or in no known way.';
