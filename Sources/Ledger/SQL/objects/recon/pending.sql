CREATE OR REPLACE VIEW recon.pending AS
SELECT i.item_id AS discrepancy_id, i.status, i.code::text AS code, i.bill_date, a.channel, a.account,
       i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no, i.order_nos,
       i.channel_trade_no, i.channel_refund_no, recon.yuan(i.order_fen)::numeric(18, 2) AS order_amount,
       recon.yuan(i.channel_fen)::numeric(18, 2) AS channel_amount, recon.yuan(i.difference_fen)::numeric(18, 2) AS difference, i.currency,
       i.occurred_at, i.due_date, i.late_on, i.kind, nullif(i.pot, '') AS pot,
       c.label_en AS code_en, c.label_zh AS code_zh, i.assignee, i.due_on
FROM ledger.item i JOIN ledger.account a USING (account_id)
LEFT JOIN recon.codes c ON c.code = i.code::text
WHERE i.status = 'pending'
ORDER BY i.due_date, a.channel, a.account, i.item_id;

COMMENT ON VIEW recon.pending IS
    'Items in doubt (存疑): one side is there, the other may come with the bill of due_date; or an entry waits to be booked (待入账). No discrepancies.';
COMMENT ON COLUMN recon.pending.discrepancy_id IS 'Number of the discrepancy, the same through all runs';
COMMENT ON COLUMN recon.pending.status IS 'pending';
COMMENT ON COLUMN recon.pending.code IS 'Code that it gets when it falls due, see recon.codes';
COMMENT ON COLUMN recon.pending.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only item the day the shop booked it';
COMMENT ON COLUMN recon.pending.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.pending.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.pending.entry_type IS 'payment (支付) or refund (退款)';
COMMENT ON COLUMN recon.pending.payment_no IS 'Merchant order number given to the channel (商户订单号)';
COMMENT ON COLUMN recon.pending.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';
COMMENT ON COLUMN recon.pending.order_nos IS 'Taobao trade numbers (淘宝订单号) that the payment covers';
COMMENT ON COLUMN recon.pending.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';
COMMENT ON COLUMN recon.pending.channel_refund_no IS 'The channel''s number of the refund (微信退款单号)';
COMMENT ON COLUMN recon.pending.order_amount IS 'The shop''s amount in yuan; empty where the shop has no record, and of a funds bill''s';
COMMENT ON COLUMN recon.pending.channel_amount IS 'The channel''s amount in yuan; empty where no bill has it. Of a funds bill''s what the trade bill leads one to expect';
COMMENT ON COLUMN recon.pending.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected; a missing side counts as 0';
COMMENT ON COLUMN recon.pending.currency IS 'Currency (币种)';
COMMENT ON COLUMN recon.pending.occurred_at IS 'When the channel, or for order_only the shop, says it happened';
COMMENT ON COLUMN recon.pending.due_date IS 'The day whose bill decides it; empty for a refund on its way';
COMMENT ON COLUMN recon.pending.late_on IS 'First open day that shows the item, because its own day was closed when a run changed it; empty otherwise';
COMMENT ON COLUMN recon.pending.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';
COMMENT ON COLUMN recon.pending.pot IS 'Pot (资金账户) of the movement that it is about; empty where it is about an entry';
COMMENT ON COLUMN recon.pending.code_en IS 'Code in English';
COMMENT ON COLUMN recon.pending.code_zh IS 'Code in Chinese';
COMMENT ON COLUMN recon.pending.assignee IS 'Who is to settle it (处理人), by recon.assign';
COMMENT ON COLUMN recon.pending.due_on IS 'Until when (处理期限); the day whose bill decides it is due_date';
