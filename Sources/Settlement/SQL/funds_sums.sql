-- Movements of each day that has a run now, by pot and line of its statement: once more from the tables.
SELECT d.run_id, p.pot, p.shown_opening_fen, p.shown_closing_fen, p.into_rows + p.out_rows, p.into_fen - p.out_fen,
       s.movement_class, s.is_of_this_day, s.movements, s.amount_fen
FROM pg_temp.day_run d JOIN ledger.pot_day p USING (account_id, bill_date)
LEFT JOIN LATERAL (
    SELECT movement_class, is_of_this_day, sum(movements) AS movements, sum(amount_fen) AS amount_fen FROM (
        SELECT split_part(k.kind, E'\t', 1) AS movement_class, entry_date IS NOT DISTINCT FROM bill_date AS is_of_this_day,
               k.movements::bigint AS movements, k.fen AS amount_fen
        FROM ledger.movement_block b CROSS JOIN LATERAL unnest(b.kinds, b.counts, b.sums_fen) AS k (kind, movements, fen)
        WHERE b.account_id = p.account_id AND b.bill_date = p.bill_date AND b.file_no = p.file_no AND k.movements > 0
        UNION ALL
        SELECT movement_class, entry_date IS NOT DISTINCT FROM bill_date, 1, amount_fen
        FROM ledger.movement m WHERE m.account_id = p.account_id AND m.bill_date = p.bill_date AND m.file_no = p.file_no) AS moved
    GROUP BY 1, 2) s ON true
ORDER BY 1, 2
