CREATE OR REPLACE VIEW recon.order_money AS
SELECT h.shop, b.order_no, b.paid_at, recon.yuan(b.paid_fen)::numeric(18, 2) AS paid, recon.yuan(b.refunds_total_fen)::numeric(18, 2) AS refunds,
       recon.yuan(b.received_fen)::numeric(18, 2) AS received, recon.yuan(b.refunded_fen)::numeric(18, 2) AS refunded_from_balance,
       recon.yuan(b.deposit_fen)::numeric(18, 2) AS refunded_from_deposit, recon.yuan(b.deducted_fen)::numeric(18, 2) AS deducted,
       recon.yuan(b.subsidy_fen)::numeric(18, 2) AS subsidies, recon.yuan(b.net_fen)::numeric(18, 2) AS net,
       recon.yuan(b.difference_fen)::numeric(18, 2) AS difference,
       CASE WHEN b.payment_no IS NULL THEN 'unknown_order' ELSE coalesce(b.reason, 'settled') END AS state,
       b.deductions, b.orders AS orders_of_payment, b.payment_no, b.first_at, b.last_at
FROM ledger.order_balance b
JOIN ledger.shop h USING (shop_id);

COMMENT ON VIEW recon.order_money IS
    'For each Taobao order that a statement names, every yuan of it over all pots (按订单看钱): paid, refunded, received, deducted, and what is left.';
COMMENT ON COLUMN recon.order_money.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.order_money.order_no IS 'Taobao order (订单号, tid)';
COMMENT ON COLUMN recon.order_money.paid_at IS 'When the shop booked its payment (付款时间); empty where the shop knows no such order';
COMMENT ON COLUMN recon.order_money.paid IS 'What the buyer paid, by the shop''s records (买家实付); of a payment for several orders that of all';
COMMENT ON COLUMN recon.order_money.refunds IS 'Refunds that succeeded, by the shop''s records, positive (退款)';
COMMENT ON COLUMN recon.order_money.received IS 'Receipts in all pots (收款)';
COMMENT ON COLUMN recon.order_money.refunded_from_balance IS 'Refunds out of the balance, negative (余额退款)';
COMMENT ON COLUMN recon.order_money.refunded_from_deposit IS 'Refunds out of the deposit, negative (保证金退款)';
COMMENT ON COLUMN recon.order_money.deducted IS 'The platforms deductions, negative (平台扣款)';
COMMENT ON COLUMN recon.order_money.subsidies IS 'Subsidies (补贴)';
COMMENT ON COLUMN recon.order_money.net IS 'All that moved for it (净额)';
COMMENT ON COLUMN recon.order_money.difference IS 'Receipts and refunds that moved, less what was paid, and the refunds again (差额): 0 when the order is settled';
COMMENT ON COLUMN recon.order_money.state IS 'settled (已结清), unknown_order (商城无此订单), not_settled (未收款), refund_without_source (退款无来源: 缺保证金账单), refund_recorded_twice (退款重复登记) or difference (差额)';
COMMENT ON COLUMN recon.order_money.deductions IS 'Deductions and subsidies in yuan by code';
COMMENT ON COLUMN recon.order_money.orders_of_payment IS 'How many orders its payment covers (合并付款)';
COMMENT ON COLUMN recon.order_money.payment_no IS 'The shops payment (商户订单号)';
COMMENT ON COLUMN recon.order_money.first_at IS 'Its first movement';
COMMENT ON COLUMN recon.order_money.last_at IS 'Its latest movement';
