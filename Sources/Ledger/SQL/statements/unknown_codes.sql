-- Codes, and types of rows without one, that make counted rows of a shop unresolved.
SELECT u.code, u.text, count(*), recon.yuan(sum(r.amount_fen))
FROM (SELECT k.pot, k.code AS own_code, k.type, CASE WHEN k.code <> '' THEN k.code ELSE k.type END AS code,
             coalesce(max(k.text) FILTER (WHERE k.code <> ''), '') AS text
      FROM ledger.seller_kind k
      WHERE k.shop_id = :shop AND (k.code <> '' OR k.type <> '') AND NOT EXISTS (
          SELECT FROM ledger.business_code c WHERE c.code = CASE WHEN k.code <> '' THEN k.code ELSE k.type END)
      GROUP BY 1, 2, 3) u
JOIN ledger.seller_row_class r ON r.shop_id = :shop AND r.pot = u.pot AND r.code = u.own_code AND r.type = u.type
WHERE r.reason IN ('unknown_code', 'unknown_type')
GROUP BY 1, 2 ORDER BY 1
