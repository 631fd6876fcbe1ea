CREATE OR REPLACE FUNCTION recon.closing(through date)
RETURNS TABLE (channel text, account text, kind text, first_day date, last_day date, days bigint, days_not_green bigint,
               without_conclusion date[], open_discrepancies bigint, open_difference numeric, money_at_risk numeric,
               pending bigint, pending_amount numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH day AS (
        SELECT f.account_id, f.kind, day::date AS bill_date, v.verdict
        FROM (SELECT account_id, kind, min(bill_date) AS first_day, max(bill_date) AS last_day FROM ledger.day GROUP BY 1, 2) f
        -- An account that has had no run for a month is not waited for any more.
        CROSS JOIN generate_series(greatest(f.first_day, ledger.closed_through() + 1),
            CASE WHEN f.last_day > $1 - 31 THEN $1 ELSE f.last_day END, '1 day') AS day
        LEFT JOIN ledger.day_verdict v ON v.account_id = f.account_id AND v.kind = f.kind AND v.bill_date = day::date),
    item AS (
        SELECT account_id, kind, count(*) FILTER (WHERE status <> 'pending') AS open,
               sum(difference_fen) FILTER (WHERE status <> 'pending') AS open_fen,
               sum(abs(difference_fen::numeric)) FILTER (WHERE status <> 'pending') AS risk_fen,
               count(*) FILTER (WHERE status = 'pending') AS waiting,
               sum(abs(difference_fen::numeric)) FILTER (WHERE status = 'pending') AS waiting_fen
        FROM ledger.shown_item WHERE day > ledger.closed_through() AND day <= $1 AND status <> 'resolved' GROUP BY 1, 2)
    SELECT a.channel, a.account, d.kind, d.first_day, d.last_day, d.days, d.days_not_green, d.without_conclusion, coalesce(i.open, 0),
           recon.yuan(coalesce(i.open_fen, 0)), recon.yuan(coalesce(i.risk_fen, 0)), coalesce(i.waiting, 0),
           recon.yuan(coalesce(i.waiting_fen, 0))
    FROM (SELECT account_id, kind, min(bill_date) AS first_day, max(bill_date) AS last_day, count(*) AS days,
                 count(*) FILTER (WHERE verdict IS DISTINCT FROM 'balanced') AS days_not_green,
                 array_agg(bill_date ORDER BY bill_date) FILTER (WHERE verdict IS NULL OR verdict = 'incomplete') AS without_conclusion
          FROM day GROUP BY 1, 2) d
    JOIN ledger.account a USING (account_id)
    LEFT JOIN item i USING (account_id, kind)
    ORDER BY a.channel, a.account, d.kind DESC $$;

COMMENT ON FUNCTION recon.closing IS
    'What recon.close_period would close (月结预览): of each account and kind of bill the days, those that are not green and those without a conclusion, what is open with its difference and its money at risk, and what is in doubt. It changes nothing.';
