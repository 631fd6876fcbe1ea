CREATE OR REPLACE VIEW recon.order_number_rules AS
SELECT h.shop, s.pot, date_trunc('month', s.first_at AT TIME ZONE 'Asia/Shanghai')::date AS month, n.rule, min(n.place) AS place,
       sum(n.hits)::bigint AS hits
FROM ledger.order_number_hit n JOIN ledger.seller_statement s USING (shop_id, statement_id) JOIN ledger.shop h USING (shop_id)
GROUP BY 1, 2, 3, 4 ORDER BY 1, 3 DESC, 2, 5;

COMMENT ON VIEW recon.order_number_rules IS
    'How often each rule found an order number in the statements (订单号规则命中), in order of trust; a rule that never does is worth a look, too.';
COMMENT ON COLUMN recon.order_number_rules.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.order_number_rules.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';
COMMENT ON COLUMN recon.order_number_rules.month IS 'Month of the statement''s first movement';
COMMENT ON COLUMN recon.order_number_rules.rule IS 'The rule: base_order (业务基础订单号), order_column (订单编号), merchant_order (商户订单号 T200P…), business_orders (业务订单号 M{}), and phrases of 备注';
COMMENT ON COLUMN recon.order_number_rules.place IS 'Its place in the order of trust, from 1';
COMMENT ON COLUMN recon.order_number_rules.hits IS 'How often it found a number (命中)';
