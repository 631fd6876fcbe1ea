CREATE OR REPLACE VIEW recon.seller_rows AS
SELECT h.shop, r.pot, r.month, r.booked_at, recon.yuan(r.amount_fen)::numeric(18, 2) AS amount,
       CASE WHEN r.class = 'unresolved' AND EXISTS (
                SELECT FROM ledger.seller_pair p WHERE p.shop_id = r.shop_id AND p.decision IS DISTINCT FROM 'refused'
                   AND format('row %s:%s', r.statement_id, r.line_no) IN (p.plus_item, p.minus_item))
            THEN 'suggested' ELSE r.class END AS class,
       r.reason, r.left_out IS NULL AS counted, r.order_no, r.rule AS order_rule, r.code, coalesce(c.text, r.text) AS code_text,
       r.type, recon.yuan(r.balance_fen)::numeric(18, 2) AS balance, r.serial_no, r.business_no, r.refund_no, r.candidates AS named_orders,
       r.statement_id, r.line_no
FROM ledger.seller_row_class r
JOIN ledger.shop h USING (shop_id)
LEFT JOIN ledger.business_code c ON c.code = r.code;

COMMENT ON VIEW recon.seller_rows IS
    'Movements of a seller''s pots (店铺资金流水), each with the class of its money.';
COMMENT ON COLUMN recon.seller_rows.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.seller_rows.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';
COMMENT ON COLUMN recon.seller_rows.month IS 'First day of the month in Asia/Shanghai (月份)';
COMMENT ON COLUMN recon.seller_rows.booked_at IS 'When it was booked (入账时间)';
COMMENT ON COLUMN recon.seller_rows.amount IS 'In yuan: into the pot positive, out of it negative (金额)';
COMMENT ON COLUMN recon.seller_rows.class IS 'What the money is of: order (本期订单), other_period (订单属于其他期间), own_funds (自有资金), fee:CODE (平台扣款), suggested (建议配对), unresolved (待查); copy (聚合账户的镜像) and repeated (重复导入) count in another row';
COMMENT ON COLUMN recon.seller_rows.reason IS 'Of an unresolved one: numbers_disagree (单号冲突), unknown_code (未知业务码), unknown_type (未知类型), several_orders (多个订单), no_order_number (无订单号), unknown_order (商城无此订单)';
COMMENT ON COLUMN recon.seller_rows.counted IS 'It counts; a copy or a repeated one does not, another row does (计入)';
COMMENT ON COLUMN recon.seller_rows.order_no IS 'The Taobao order that it names (订单号)';
COMMENT ON COLUMN recon.seller_rows.order_rule IS 'The rule that found that number; recon.order_number_rules lists them';
COMMENT ON COLUMN recon.seller_rows.code IS 'Business code (业务码), as text';
COMMENT ON COLUMN recon.seller_rows.code_text IS 'Its text (业务描述)';
COMMENT ON COLUMN recon.seller_rows.type IS 'Type in the statement (入账类型, 业务类型)';
COMMENT ON COLUMN recon.seller_rows.balance IS 'Of the pot after it, as printed (余额)';
COMMENT ON COLUMN recon.seller_rows.serial_no IS 'Serial number at the platform (流水号)';
COMMENT ON COLUMN recon.seller_rows.business_no IS 'Business number or trade number there (业务流水号)';
COMMENT ON COLUMN recon.seller_rows.refund_no IS 'Refund or document that it names (退款单号)';
COMMENT ON COLUMN recon.seller_rows.named_orders IS 'Where it names several orders, or two that disagree: which, each behind the rule that found it';
COMMENT ON COLUMN recon.seller_rows.statement_id IS 'Statement that lists it (账单编号)';
COMMENT ON COLUMN recon.seller_rows.line_no IS 'Line or row in the file (行号)';
