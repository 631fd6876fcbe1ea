-- The bridge of each day that has a run now: what its entries expect and what moved, from the run before where it is not the day
-- that is settled; what open groups add; and what no trade bill in force can bear yet.
SELECT d.run_id, d.bill_date - DATE '1970-01-01', l.line, l.amount_fen FROM pg_temp.day_run d CROSS JOIN LATERAL (
    SELECT line, amount_fen FROM ledger.bridge_line b
     WHERE d.run_id <> :run_id AND b.account_id = d.account_id AND b.run_id = d.former_run_id AND line = 'expected'
    UNION ALL
    SELECT line, sum(amount_fen) FROM ledger.bridge_part p
     WHERE p.account_id = d.account_id AND p.bill_date = d.bill_date GROUP BY 1
    UNION ALL
    SELECT line, sum(amount_fen) FROM (
        SELECT unnest(CASE WHEN entry_date IS NULL THEN '{waiting_for_trade,booked}' ELSE '{booked}' END::text[]) AS line,
               k.fen AS amount_fen
        FROM ledger.movement_block b CROSS JOIN LATERAL unnest(b.kinds, b.counts, b.sums_fen) AS k (kind, movements, fen)
        WHERE b.account_id = d.account_id AND b.bill_date = d.bill_date AND k.movements > 0
          AND ledger.is_of_trade(split_part(k.kind, E'\t', 1))
        UNION ALL
        SELECT 'booked', amount_fen FROM ledger.movement m
        WHERE m.account_id = d.account_id AND m.bill_date = d.bill_date AND m.outcome <> 'unlinked') AS moved
     GROUP BY 1) l
