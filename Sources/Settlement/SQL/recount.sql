-- Rows and sums of the day by type, once more from the tables: every row of the bill is in exactly one place.
SELECT t.entry_type, e.rows, e.fen, e.settled_fen, e.fee_e5, e.matched, e.matched_fen
FROM (VALUES ('payment'::ledger.entry_type), ('refund')) AS t(entry_type)
LEFT JOIN (
    SELECT entry_type, sum(rows) AS rows, sum(fen) AS fen, sum(settled_fen) AS settled_fen, sum(fee_e5) AS fee_e5,
           sum(rows) FILTER (WHERE outcome = 'matched') AS matched,
           sum(fen) FILTER (WHERE outcome = 'matched') AS matched_fen
    FROM (SELECT entry_type, outcome, count(*) AS rows, sum(amount_fen) AS fen, sum(settled_fen) AS settled_fen,
                 sum(fee_e5) AS fee_e5
          FROM ledger.entry WHERE account_id = :account_id AND bill_date = :bill_date GROUP BY 1, 2
          UNION ALL
          SELECT entry_type, 'matched', sum(entries), sum(amount_fen), sum(settled_fen), sum(fee_e5)
          FROM ledger.plain_block WHERE account_id = :account_id AND bill_date = :bill_date GROUP BY 1) AS counted
    GROUP BY 1) e USING (entry_type)
