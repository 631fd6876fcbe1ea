CREATE OR REPLACE VIEW recon.month_money AS
SELECT r.shop, r.month, r.pot, r.class, r.counted, count(*) AS rows, sum(r.amount)::numeric(18, 2) AS amount,
       min(r.code_text) FILTER (WHERE r.class LIKE 'fee:%') AS code_text
FROM recon.seller_rows r GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2 DESC, 3, 5 DESC, CASE WHEN r.class = 'unresolved' THEN 0 WHEN r.class = 'suggested' THEN 1 WHEN r.class = 'order' THEN 2
                                    WHEN r.class = 'other_period' THEN 3 WHEN r.class = 'own_funds' THEN 4 ELSE 5 END, 4;

COMMENT ON VIEW recon.month_money IS
    'Where a month''s money lies (资金去向): every yuan of every pot in one class. With copy and repeated the classes add up to the statements; counted ones are the shop''s money.';
COMMENT ON COLUMN recon.month_money.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.month_money.month IS 'First day of the month in Asia/Shanghai (月份)';
COMMENT ON COLUMN recon.month_money.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';
COMMENT ON COLUMN recon.month_money.class IS 'What the money is of: order (本期订单), other_period (订单属于其他期间), own_funds (自有资金), fee:CODE (平台扣款), suggested (建议配对), unresolved (待查); copy (聚合账户的镜像) and repeated (重复导入) count in another row';
COMMENT ON COLUMN recon.month_money.counted IS 'The rows count; of copies and repeated ones others do (计入)';
COMMENT ON COLUMN recon.month_money.rows IS 'How many movements (笔数)';
COMMENT ON COLUMN recon.month_money.amount IS 'Their sum in yuan (金额)';
COMMENT ON COLUMN recon.month_money.code_text IS 'Of a deduction: its text';
