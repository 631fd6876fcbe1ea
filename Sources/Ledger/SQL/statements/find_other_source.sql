-- Where a file of the deposit and the channel's answer tell of the same time, each movement of it must be in both.
SELECT e.statement_id, n.theirs, n.ours, n.alone
FROM ledger.seller_statement s
JOIN ledger.seller_statement e
  ON e.shop_id = s.shop_id AND e.pot = 'deposit' AND e.first_at <= s.last_at AND e.last_at >= s.first_at
 AND (e.file_name LIKE '%.json') <> (s.file_name LIKE '%.json')
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE r.statement_id = e.statement_id) AS theirs,
           count(*) FILTER (WHERE r.statement_id = s.statement_id) AS ours,
           count(*) FILTER (WHERE r.statement_id = s.statement_id AND r.left_out IS NULL) AS alone
    FROM ledger.seller_row_class r
    WHERE r.shop_id = s.shop_id AND r.statement_id IN (s.statement_id, e.statement_id)
      AND r.booked_at BETWEEN greatest(s.first_at, e.first_at) AND least(s.last_at, e.last_at)) n
WHERE s.shop_id = $1 AND s.statement_id = $2 AND s.pot = 'deposit' AND (n.theirs <> n.ours OR n.alone > 0)
ORDER BY 1 LIMIT 1
