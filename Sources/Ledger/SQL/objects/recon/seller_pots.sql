CREATE OR REPLACE VIEW recon.seller_pots AS
SELECT m.shop, m.month, m.pot, sum(m.rows)::bigint AS rows, sum(m.amount)::numeric(18, 2) AS net,
       coalesce(sum(m.amount) FILTER (WHERE m.counted), 0)::numeric(18, 2) AS counted_net, coalesce(sum(m.rows) FILTER (WHERE NOT m.counted), 0)::bigint AS left_out,
       coalesce(sum(m.rows) FILTER (WHERE m.class = 'unresolved'), 0)::bigint AS unresolved_rows,
       coalesce(sum(m.amount) FILTER (WHERE m.class = 'unresolved'), 0)::numeric(18, 2) AS unresolved
FROM recon.month_money m GROUP BY 1, 2, 3 ORDER BY 1, 2 DESC, 3;

COMMENT ON VIEW recon.seller_pots IS
    'A seller''s pots by month (店铺资金账户月汇总): what moved, what of it counts, and what is not explained.';
COMMENT ON COLUMN recon.seller_pots.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.seller_pots.month IS 'First day of the month in Asia/Shanghai (月份)';
COMMENT ON COLUMN recon.seller_pots.pot IS 'aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';
COMMENT ON COLUMN recon.seller_pots.rows IS 'Movements in the statements (笔数)';
COMMENT ON COLUMN recon.seller_pots.net IS 'In less out, of all of them, in yuan (净额)';
COMMENT ON COLUMN recon.seller_pots.counted_net IS 'Of those that count';
COMMENT ON COLUMN recon.seller_pots.left_out IS 'Copies and repeated ones (不计入)';
COMMENT ON COLUMN recon.seller_pots.unresolved_rows IS 'Movements of which nothing is known (待查笔数)';
COMMENT ON COLUMN recon.seller_pots.unresolved IS 'Their sum in yuan (待查金额)';
