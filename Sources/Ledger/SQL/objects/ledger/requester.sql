-- People ask through recon.reconcile, which runs as the owner and takes the name from the session. Whoever else writes runs,
-- the service above all, may say that the schedule asks, or itself; for another name it vouches with its own.
CREATE OR REPLACE FUNCTION ledger.requester(origin text, claimed text) RETURNS text LANGUAGE sql STABLE
    RETURN CASE WHEN origin <> 'person' THEN origin WHEN claimed = session_user
                  OR right(claimed, length(format(' (as %s)', session_user))) = format(' (as %s)', session_user)
                  OR pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = 'ledger.run'::regclass), 'USAGE')
                THEN claimed ELSE format('%s (as %s)', claimed, session_user) END;

COMMENT ON FUNCTION ledger.requester IS
    'Who asks for a run, as it may be written: nobody speaks in the name of somebody else.';
