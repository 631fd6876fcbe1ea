CREATE OR REPLACE FUNCTION recon.close_period(through date, reason text DEFAULT NULL)
RETURNS TABLE (closed_through date, days bigint, open_discrepancies bigint, open_difference numeric, pending bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former date;
    missing text;
BEGIN
    -- The lock that every settlement holds while it writes: what runs now ends first, and what
    -- comes later sees that the period is closed.
    PERFORM pg_advisory_xact_lock(ledger.lock_number('settlement'));
    former := ledger.closed_through();
    IF through IS NULL OR through >= (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'a period can be closed through a day that is over, not %', coalesce(through::text, 'NULL')
            USING ERRCODE = 'RC422', HINT = 'Give the last day of the period, yesterday at the latest.';
    ELSIF through <= former THEN
        RAISE EXCEPTION 'the period is closed through % already', former
            USING ERRCODE = 'RC409', HINT = 'What is closed stays closed; see recon.closed_periods.';
    END IF;
    -- Once it is closed, a day that has no conclusion never gets one.
    SELECT count(*) || ' (' || string_agg(format('%s:%s %s', a.channel, a.account, concat_ws(' ', day::date, nullif(kind, 'trade'))), ', '
                                                      ORDER BY place)
               FILTER (WHERE place <= 5) || CASE WHEN count(*) > 5 THEN ', …' ELSE '' END || ')'
      INTO missing
      FROM (SELECT a.channel, a.account, day, kind, row_number() OVER (ORDER BY day, a.channel, a.account, kind DESC) AS place
              FROM ledger.account a
              JOIN (SELECT account_id, kind, min(bill_date) AS first_day, max(bill_date) AS last_day FROM ledger.day GROUP BY 1, 2) r
                   USING (account_id)
             CROSS JOIN generate_series(greatest(r.first_day, former + 1), least(r.last_day, through), '1 day') AS day
             WHERE NOT EXISTS (SELECT FROM ledger.day d
                                WHERE d.account_id = a.account_id AND d.bill_date = day AND d.kind = r.kind AND d.concluded)) a
    HAVING count(*) > 0;
    IF missing IS NOT NULL AND coalesce(reason, '') !~ '\S' THEN
        RAISE EXCEPTION 'days without a conclusion: %', missing USING ERRCODE = 'RC409', HINT =
            'Reconcile them first; or give the reason why they stay without one as a second argument.';
    END IF;
    INSERT INTO ledger.period (closed_through, closed_by, reason) VALUES (through, session_user, reason);
    RETURN QUERY SELECT through,
        (SELECT count(DISTINCT (d.account_id, d.bill_date)) FROM ledger.day d
          WHERE d.bill_date > former AND d.bill_date <= through AND d.concluded),
        count(*) FILTER (WHERE i.status <> 'pending'),
        recon.yuan(coalesce(sum(i.difference_fen) FILTER (WHERE i.status <> 'pending'), 0)),
        count(*) FILTER (WHERE i.status = 'pending')
        FROM ledger.shown_item i WHERE i.day > former AND i.day <= through AND i.status <> 'resolved';
END $$;

COMMENT ON FUNCTION recon.close_period IS
    'Closes the period through a day (月结), for ever: no run changes a day up to it; what is found later is shown on the first open day, see recon.late_effects. Days without a conclusion need a reason.';
