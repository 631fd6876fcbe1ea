CREATE OR REPLACE FUNCTION recon.changes(bill_date date, former_attempt integer DEFAULT NULL, later_attempt integer DEFAULT NULL, kind text DEFAULT 'trade')
RETURNS TABLE (channel text, account text, former_run_id bigint, later_run_id bigint, change text,
               discrepancy_id bigint, code text, entry_type text, payment_no text, refund_no text, former_status text,
               later_status text, former_amount numeric, later_amount numeric, former_entries bigint,
               later_entries bigint, pot text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH attempt AS (
        SELECT r.*, row_number() OVER (PARTITION BY account_id ORDER BY attempt DESC) AS newness FROM ledger.run r
        WHERE r.bill_date = $1 AND r.kind = $4 AND r.verdict <> 'incomplete'),
    later AS (SELECT * FROM attempt WHERE CASE WHEN $3 IS NULL THEN newness = 1 ELSE attempt = $3 END),
    pair AS (
        SELECT DISTINCT ON (l.account_id) l.account_id, f.run_id AS former, l.run_id AS later
        FROM later l JOIN attempt f ON f.account_id = l.account_id
         AND CASE WHEN $2 IS NULL THEN f.attempt < l.attempt ELSE f.attempt = $2 END
        ORDER BY l.account_id, f.attempt DESC),
    held AS (
        SELECT p.account_id, c.item_id, c.run_id = p.later AS is_later, c.status, c.difference_fen
        FROM pair p JOIN ledger.run_change c ON c.account_id = p.account_id AND c.run_id IN (p.former, p.later)
        JOIN ledger.item i ON i.account_id = c.account_id AND i.item_id = c.item_id
        WHERE c.change <> 'resolved' AND coalesce(i.late_on, i.bill_date) = $1
          AND (i.bill_date = $1 OR i.late_on = $1)),
    moved AS (
        SELECT account_id, item_id, f.status AS former_status, l.status AS later_status,
               f.difference_fen AS former_fen, l.difference_fen AS later_fen
        FROM (SELECT * FROM held WHERE NOT is_later) f
        FULL JOIN (SELECT * FROM held WHERE is_later) l USING (account_id, item_id)
        WHERE (f.status, f.difference_fen) IS DISTINCT FROM (l.status, l.difference_fen))
    SELECT a.channel, a.account, p.former, p.later, x.change, x.item_id, x.code, x.entry_type, x.payment_no,
           x.refund_no, x.former_status, x.later_status, recon.yuan(x.former_fen), recon.yuan(x.later_fen),
           x.former_entries, x.later_entries, x.pot
    FROM pair p JOIN ledger.account a USING (account_id)
    JOIN (SELECT m.account_id, 1 AS part, i.code AS place, m.item_id,
                 CASE WHEN m.former_status IS NULL THEN 'new' WHEN m.later_status IS NULL THEN 'gone' ELSE 'changed' END AS change,
                 i.code::text AS code, CASE WHEN i.code <> 'balance_break' THEN i.entry_type::text END AS entry_type,
                 nullif(i.payment_no, '') AS payment_no, nullif(i.refund_no, '') AS refund_no,
                 m.former_status, m.later_status, m.former_fen, m.later_fen, NULL::bigint AS former_entries,
                 NULL::bigint AS later_entries, NULL::smallint AS line_no,
                 nullif(i.pot, '') AS pot
          FROM moved m JOIN ledger.item i USING (account_id, item_id) WHERE i.bill_date = $1 OR i.late_on = $1
          UNION ALL
          SELECT p.account_id, 2, NULL, NULL, 'statement', l.line, l.entry_type::text, NULL, NULL, NULL, NULL,
                 f.amount_fen, l.amount_fen, f.entries, l.entries, l.line_no, NULL
          FROM pair p JOIN ledger.statement_line f ON f.account_id = p.account_id AND f.run_id = p.former
          JOIN ledger.statement_line l ON l.account_id = p.account_id AND l.run_id = p.later
           AND l.entry_type = f.entry_type AND l.line_no = f.line_no
          WHERE (f.amount_fen, f.entries) <> (l.amount_fen, l.entries)
          UNION ALL
          -- Lines of which nothing is to be said are left out, so that one side may lack them.
          SELECT p.account_id, 3, NULL, NULL, 'pot', t.line, NULL, NULL, NULL, NULL, NULL, t.former_fen, t.later_fen,
                 coalesce(t.former_movements, 0), coalesce(t.later_movements, 0), t.line_no, t.pot
          FROM pair p CROSS JOIN LATERAL (
              SELECT l.pot, l.line, min(l.line_no) AS line_no, sum(l.amount_fen) FILTER (WHERE l.run_id = p.former)::bigint AS former_fen,
                     sum(l.amount_fen) FILTER (WHERE l.run_id = p.later)::bigint AS later_fen,
                     sum(l.movements) FILTER (WHERE l.run_id = p.former)::bigint AS former_movements,
                     sum(l.movements) FILTER (WHERE l.run_id = p.later)::bigint AS later_movements
              FROM ledger.funds_line l WHERE l.account_id = p.account_id AND l.run_id IN (p.former, p.later)
              GROUP BY l.pot, l.line) t
          WHERE (t.former_fen, t.former_movements) IS DISTINCT FROM (t.later_fen, t.later_movements)
          UNION ALL
          SELECT p.account_id, 4, NULL, NULL, 'bridge', t.line, NULL, NULL, NULL, NULL, NULL, t.former_fen, t.later_fen,
                 NULL, NULL, t.line_no, NULL
          FROM pair p CROSS JOIN LATERAL (
              SELECT l.line, min(l.line_no) AS line_no,
                     coalesce(sum(l.amount_fen) FILTER (WHERE l.run_id = p.former), 0)::bigint AS former_fen,
                     coalesce(sum(l.amount_fen) FILTER (WHERE l.run_id = p.later), 0)::bigint AS later_fen
              FROM ledger.bridge_line l WHERE l.account_id = p.account_id AND l.run_id IN (p.former, p.later)
              GROUP BY l.line) t
          WHERE t.former_fen <> t.later_fen) x USING (account_id)
    ORDER BY a.channel, a.account, x.part, x.place, x.entry_type, x.pot, x.line_no, x.item_id $$;

COMMENT ON FUNCTION recon.changes IS
    'What differs between two attempts of a day (重跑差异), of each account: discrepancies (new, gone, changed) and lines of the statement, with kind => ''funds'' of the pots'' and of the bridge; without attempts, between the last two that reached a conclusion.';
