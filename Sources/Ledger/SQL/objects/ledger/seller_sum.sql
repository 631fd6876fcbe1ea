CREATE OR REPLACE VIEW ledger.seller_sum AS
SELECT p.shop_id, s.*
FROM (SELECT shop_id, array_agg(statement_id) AS statements FROM ledger.seller_statement GROUP BY 1) p
CROSS JOIN LATERAL ledger.seller_sums(p.shop_id, p.statements) s;

COMMENT ON VIEW ledger.seller_sum IS 'ledger.seller_sums of all statements of every shop.';
