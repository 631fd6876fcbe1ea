CREATE OR REPLACE VIEW recon.unexplained_money AS
SELECT h.shop, date_trunc('month', i.at AT TIME ZONE 'Asia/Shanghai')::date AS month, i.item, i.order_no,
       recon.yuan(i.amount_fen)::numeric(18, 2) AS amount, i.reason, i.at
FROM ledger.open_seller_item i JOIN ledger.shop h USING (shop_id)
-- Pairs are looked for only where somebody accepted one.
WHERE i.reason <> 'not_settled' AND NOT (EXISTS (SELECT FROM ledger.suggestion_event WHERE decision = 'accepted') AND EXISTS (
    SELECT FROM ledger.seller_pair p WHERE p.shop_id = i.shop_id AND p.decision = 'accepted' AND i.item IN (p.plus_item, p.minus_item)))
ORDER BY 1, 2 DESC, abs(i.amount_fen) DESC, 3;

COMMENT ON VIEW recon.unexplained_money IS
    'The few items that are worth a person''s time (待查清单): orders that do not come to what the shop expects, and movements of which nothing is known, largest first.';
COMMENT ON COLUMN recon.unexplained_money.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.unexplained_money.month IS 'First day of the month in Asia/Shanghai (月份)';
COMMENT ON COLUMN recon.unexplained_money.item IS 'Its name for recon.decide_suggestion: an order, a payment for several, or a row of a statement';
COMMENT ON COLUMN recon.unexplained_money.order_no IS 'Taobao order, where one is named (订单号)';
COMMENT ON COLUMN recon.unexplained_money.amount IS 'What is too much or too little, in yuan (差额)';
COMMENT ON COLUMN recon.unexplained_money.reason IS 'difference, refund_without_source, refund_recorded_twice, or as in recon.seller_rows';
COMMENT ON COLUMN recon.unexplained_money.at IS 'Its latest movement';
