CREATE OR REPLACE VIEW recon.discrepancies AS
SELECT i.item_id AS discrepancy_id, i.status, i.code::text AS code, i.bill_date, a.channel, a.account,
       CASE WHEN i.code <> 'balance_break' THEN i.entry_type::text END AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no, i.order_nos,
       i.channel_trade_no, i.channel_refund_no, recon.yuan(i.order_fen)::numeric(18, 2) AS order_amount,
       recon.yuan(i.channel_fen)::numeric(18, 2) AS channel_amount, recon.yuan(i.difference_fen)::numeric(18, 2) AS difference, i.currency,
       i.occurred_at, i.opened_at, i.resolved_at, i.resolution, i.resolved_by, i.note, i.first_run_id, i.last_run_id,
       i.details, i.late_on, i.kind, nullif(i.pot, '') AS pot, nullif(i.movement_class, '') AS movement_class,
       c.label_en AS code_en, c.label_zh AS code_zh, s.label_en AS status_en, s.label_zh AS status_zh,
       r.label_en AS resolution_en, r.label_zh AS resolution_zh, i.assignee, i.due_on
FROM ledger.item i JOIN ledger.account a USING (account_id)
LEFT JOIN recon.codes c ON c.code = i.code::text
LEFT JOIN recon.labels s ON s.word_of = 'status' AND s.word = i.status
LEFT JOIN recon.labels r ON r.word_of = 'resolution' AND r.word = i.resolution
WHERE i.status <> 'pending' AND i.opened_at IS NOT NULL
ORDER BY i.bill_date DESC, a.channel, a.account, i.code, i.item_id;

COMMENT ON VIEW recon.discrepancies IS
    'Discrepancies (差错) of every status; what was only ever in doubt is in recon.pending.';
COMMENT ON COLUMN recon.discrepancies.discrepancy_id IS 'Number of the discrepancy, the same through all runs';
COMMENT ON COLUMN recon.discrepancies.status IS 'open, acknowledged or resolved';
COMMENT ON COLUMN recon.discrepancies.code IS 'Code, see recon.codes';
COMMENT ON COLUMN recon.discrepancies.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';
COMMENT ON COLUMN recon.discrepancies.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.discrepancies.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.discrepancies.entry_type IS 'payment (支付) or refund (退款); empty of a balance_break, which is about a pot';
COMMENT ON COLUMN recon.discrepancies.payment_no IS 'Merchant order number given to the channel (商户订单号)';
COMMENT ON COLUMN recon.discrepancies.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';
COMMENT ON COLUMN recon.discrepancies.order_nos IS 'Taobao trade numbers (淘宝订单号) that the payment covers';
COMMENT ON COLUMN recon.discrepancies.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';
COMMENT ON COLUMN recon.discrepancies.channel_refund_no IS 'The channel''s number of the refund (微信退款单号)';
COMMENT ON COLUMN recon.discrepancies.order_amount IS 'The shop''s amount in yuan; of a fee_mismatch the contracted fee, of an over_refund the payment; empty of a funds bill''s';
COMMENT ON COLUMN recon.discrepancies.channel_amount IS 'The channel''s amount in yuan; of a fee_mismatch the fee, of an over_refund the sum of refunds; of a funds bill''s what the trade bill leads one to expect, of a balance_break the last closing balance';
COMMENT ON COLUMN recon.discrepancies.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected; a missing side counts as 0';
COMMENT ON COLUMN recon.discrepancies.currency IS 'Currency (币种)';
COMMENT ON COLUMN recon.discrepancies.occurred_at IS 'When the channel, or for order_only the shop, says it happened';
COMMENT ON COLUMN recon.discrepancies.opened_at IS 'When it first became a discrepancy';
COMMENT ON COLUMN recon.discrepancies.resolved_at IS 'When it was resolved';
COMMENT ON COLUMN recon.discrepancies.resolution IS 'corrected (更正), refunded (已退款), made_up (已补单), written_off (核销), accepted (认可); or superseded, by a later run';
COMMENT ON COLUMN recon.discrepancies.resolved_by IS 'Who resolved it';
COMMENT ON COLUMN recon.discrepancies.note IS 'What a person wrote';
COMMENT ON COLUMN recon.discrepancies.first_run_id IS 'The run that first found it';
COMMENT ON COLUMN recon.discrepancies.last_run_id IS 'The last run that found it';
COMMENT ON COLUMN recon.discrepancies.details IS 'More about it: line in the bill, the shop''s state; of a funds bill''s the movement';
COMMENT ON COLUMN recon.discrepancies.late_on IS 'First open day that shows the item, because its own day was closed when a run changed it; empty otherwise';
COMMENT ON COLUMN recon.discrepancies.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';
COMMENT ON COLUMN recon.discrepancies.pot IS 'Pot (资金账户) of the movement or balance that it is about; empty where it is about no pot in particular';
COMMENT ON COLUMN recon.discrepancies.movement_class IS 'Class of the movement that it is about, see recon.movements; empty where it is about an entry';
COMMENT ON COLUMN recon.discrepancies.code_en IS 'Code in English';
COMMENT ON COLUMN recon.discrepancies.code_zh IS 'Code in Chinese';
COMMENT ON COLUMN recon.discrepancies.status_en IS 'Status in English';
COMMENT ON COLUMN recon.discrepancies.status_zh IS 'Status in Chinese';
COMMENT ON COLUMN recon.discrepancies.resolution_en IS 'Resolution in English';
COMMENT ON COLUMN recon.discrepancies.resolution_zh IS 'Resolution in Chinese';
COMMENT ON COLUMN recon.discrepancies.assignee IS 'Who is to settle it (处理人), by recon.assign';
COMMENT ON COLUMN recon.discrepancies.due_on IS 'Until when (处理期限)';
