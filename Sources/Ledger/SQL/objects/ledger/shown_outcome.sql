CREATE OR REPLACE FUNCTION ledger.shown_outcome(entry ledger.entry) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN entry.outcome IN ('matched', 'cross_day') THEN coalesce(entry.flag, entry.outcome)
                ELSE entry.outcome END::text;

COMMENT ON FUNCTION ledger.shown_outcome IS 'What became of an entry: of one that is paired and equal, what is odd about it all the same.';
