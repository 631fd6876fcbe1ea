CREATE OR REPLACE FUNCTION ledger.request_run(
    account integer, day date, kind text, origin text, requester text, source text, lift_reason text)
RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    made bigint;
BEGIN
    PERFORM ledger.lock_attempts(account, day, kind);
    INSERT INTO ledger.run (account_id, bill_date, kind, attempt, origin, requested_by, state, source, lift_share_limit_reason)
    VALUES (account, day, request_run.kind,
            (SELECT coalesce(max(attempt), 0) + 1 FROM ledger.run r
              WHERE r.account_id = request_run.account AND r.bill_date = day AND r.kind = request_run.kind),
            request_run.origin, ledger.requester(request_run.origin, requester), 'queued', request_run.source, lift_reason)
    RETURNING run_id INTO made;
    RETURN made;
END $$;

COMMENT ON FUNCTION ledger.request_run IS 'Puts a run into the queue, as the next attempt of its day, and returns its number.';
