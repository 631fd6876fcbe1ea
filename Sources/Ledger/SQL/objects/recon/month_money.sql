-- Fen are added up before anything is made of them: there may be a million rows.
CREATE OR REPLACE VIEW recon.month_money AS
-- Pairs are looked for only where there is something that may be one of them.
WITH unresolved AS MATERIALIZED (
    SELECT shop_id, statement_id, line_no, month, pot, amount_fen FROM ledger.seller_row_unresolved)
SELECT h.shop, m.month, m.pot, m.class, m.counted, m.rows, recon.yuan(m.amount_fen)::numeric(18, 2) AS amount, c.text AS code_text
FROM (SELECT shop_id, month, pot, class, left_out IS NULL AS counted, sum(rows)::bigint AS rows, sum(amount_fen) AS amount_fen
      FROM ledger.seller_sum WHERE class <> 'unresolved' GROUP BY 1, 2, 3, 4, 5
      UNION ALL
      SELECT r.shop_id, r.month, r.pot, CASE WHEN p.shop_id IS NULL THEN 'unresolved' ELSE 'suggested' END, true, count(*), sum(r.amount_fen)
      FROM unresolved r
      LEFT JOIN (SELECT shop_id, unnest(ARRAY[plus_item, minus_item]) AS item FROM ledger.seller_pair
                 WHERE decision IS DISTINCT FROM 'refused' AND EXISTS (SELECT FROM unresolved)) p
        ON p.shop_id = r.shop_id AND p.item = format('row %s:%s', r.statement_id, r.line_no)
      GROUP BY 1, 2, 3, 4) m
JOIN ledger.shop h USING (shop_id)
LEFT JOIN ledger.business_code c ON m.class LIKE 'fee:%' AND c.code = substr(m.class, 5)
ORDER BY 1, 2 DESC, 3, 5 DESC, CASE WHEN m.class = 'unresolved' THEN 0 WHEN m.class = 'suggested' THEN 1 WHEN m.class = 'order' THEN 2
                                    WHEN m.class = 'other_period' THEN 3 WHEN m.class = 'own_funds' THEN 4 ELSE 5 END, 4;

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
