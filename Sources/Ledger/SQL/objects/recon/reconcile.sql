CREATE OR REPLACE FUNCTION recon.reconcile(
    channel text, bill_date date, account text DEFAULT NULL, archived boolean DEFAULT false,
    lift_share_limit_reason text DEFAULT NULL, kind text DEFAULT NULL)
RETURNS SETOF ledger.requested_run LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one record;
    row ledger.requested_run;
    found_one boolean := false;
    person text := left(regexp_replace(coalesce(current_setting('reconciled.person', true), ''), '[[:cntrl:]]', '', 'g'), 100);
    asked_by text := session_user;
BEGIN
    -- Whom the session names stands behind a role that several use; the role itself stands for it, so that nobody speaks in
    -- the name of somebody else.
    IF person NOT IN ('', session_user) THEN asked_by := format('%s (as %s)', person, session_user); END IF;
    IF reconcile.channel IS NULL OR NOT EXISTS (SELECT FROM ledger.channel c WHERE c.channel = reconcile.channel) THEN
        RAISE EXCEPTION 'unknown channel: %', reconcile.channel
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'Channels are ' || coalesce((SELECT string_agg(c.channel, ' and ' ORDER BY c.place) FROM ledger.channel c),
                                                     'known once a daemon has started') || '.';
    END IF;
    IF reconcile.kind NOT IN (SELECT k.kind FROM ledger.bill_kind k) THEN
        RAISE EXCEPTION 'unknown kind of bill: %', reconcile.kind USING ERRCODE = 'invalid_parameter_value',
            HINT = format('Kinds are %s.', (SELECT string_agg(k.kind, ', ' ORDER BY k.kind) FROM ledger.bill_kind k));
    END IF;
    IF reconcile.bill_date IS NULL OR reconcile.bill_date >= (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'the day % has not ended in Asia/Shanghai', reconcile.bill_date
            USING ERRCODE = 'invalid_parameter_value', HINT = 'A bill is made when its day is over.';
    END IF;
    IF reconcile.lift_share_limit_reason = '' THEN
        RAISE EXCEPTION 'lifting the limit needs a reason' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR one IN SELECT a.account_id, a.account, a.start_date, k.kind
        FROM ledger.account a CROSS JOIN unnest(a.kinds) WITH ORDINALITY AS k(kind, place)
        WHERE a.is_served AND a.channel = reconcile.channel AND a.account = coalesce(reconcile.account, a.account)
          AND k.kind = coalesce(reconcile.kind, k.kind) ORDER BY a.account, k.place
    LOOP
        found_one := true;
        IF reconcile.bill_date < one.start_date THEN
            RAISE EXCEPTION 'account % is reconciled from % on', one.account, one.start_date
                USING ERRCODE = 'invalid_parameter_value', HINT = 'Change start_date in the configuration.';
        END IF;
        row := (ledger.request_run(
            one.account_id, reconcile.bill_date, one.kind, 'person', asked_by,
            CASE WHEN reconcile.archived THEN 'archived' ELSE 'channel' END, reconcile.lift_share_limit_reason),
            one.account, one.kind);
        RETURN NEXT row;
    END LOOP;
    IF NOT found_one THEN
        RAISE EXCEPTION 'no account % of % is served%', coalesce(reconcile.account, ''), reconcile.channel,
            coalesce(' with its ' || reconcile.kind || ' bill', '') USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'Accounts are known once a daemon has started with them in its configuration; one that names its pots there has a funds bill.';
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.process p WHERE p.kind = 'daemon' AND ledger.is_alive(p.process_id)) THEN
        RAISE WARNING 'no daemon is running: the request waits until one does';
    END IF;
END $$;

COMMENT ON FUNCTION recon.reconcile IS
    'Asks the daemon for a run of the day, of each account of the channel or of one (发起对账), and of each of its kinds of bills or of one; one row for each run. It starts at once; see recon.runs. archived: with the bill at hand instead of fetching it again. The setting reconciled.person names who asks through a role that several use. lift_share_limit_reason: go on although too many entries have no shop record, and why.';
REVOKE ALL ON FUNCTION recon.reconcile FROM PUBLIC;
