CREATE OR REPLACE FUNCTION recon.close_period(through date, reason text DEFAULT NULL)
RETURNS TABLE (closed_through date, days bigint, open_discrepancies bigint, open_difference numeric, pending bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former date;
    unsettled record;
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
    SELECT coalesce(sum(c.days_not_green), 0) AS days, coalesce(sum(c.open_discrepancies), 0) AS open,
           coalesce(sum(c.open_difference), 0) AS difference, coalesce(sum(c.money_at_risk), 0) AS risk,
           coalesce(sum(c.pending), 0) AS waiting
      INTO unsettled FROM recon.closing(through) c;
    IF coalesce(reason, '') !~ '\S' AND unsettled.days + unsettled.open + unsettled.waiting > 0 THEN
        -- Once it is closed, a day that has no conclusion never gets one.
        SELECT coalesce('; days without a conclusion: ' || nullif(count(*), 0) || ' (' || string_agg(m.day, ', ' ORDER BY m.place)
                   FILTER (WHERE m.place <= 5) || CASE WHEN count(*) > 5 THEN ', …' ELSE '' END || ')', '') INTO missing
        FROM (SELECT format('%s:%s %s', c.channel, c.account, concat_ws(' ', d, nullif(c.kind, 'trade'))) AS day,
                     row_number() OVER (ORDER BY d, c.channel, c.account, c.kind DESC) AS place
              FROM recon.closing(through) c CROSS JOIN LATERAL unnest(c.without_conclusion) AS d) m;
        RAISE EXCEPTION 'not all is settled through %: days not green %, discrepancies open % (difference %, money at risk %), in doubt %',
            through, unsettled.days, unsettled.open, unsettled.difference, unsettled.risk, unsettled.waiting || missing USING
            ERRCODE = 'RC409',
            HINT = format('SELECT * FROM recon.closing(%L) says whose. Settle it first; or give the reason why it stays as a second argument: recon.closed_periods keeps it.', through);
    END IF;
    INSERT INTO ledger.period (closed_through, closed_by, reason, days_not_green, open_items, open_fen, waiting_items)
    VALUES (through, session_user, reason, unsettled.days, unsettled.open, CASE WHEN abs(unsettled.difference) < 10000000000000000 THEN unsettled.difference * 100 END, unsettled.waiting);
    RETURN QUERY SELECT through,
        (SELECT count(DISTINCT (d.account_id, d.bill_date)) FROM ledger.day d
          WHERE d.bill_date > former AND d.bill_date <= through AND d.concluded),
        unsettled.open::bigint, unsettled.difference, unsettled.waiting::bigint;
END $$;

COMMENT ON FUNCTION recon.close_period IS
    'Closes the period through a day (月结), for ever: no run changes a day up to it; what is found later is shown on the first open day, see recon.late_effects. While anything up to it is open, in doubt, not green or without a conclusion it refuses, unless a reason is given, which recon.closed_periods keeps; recon.closing says first what it would close.';
