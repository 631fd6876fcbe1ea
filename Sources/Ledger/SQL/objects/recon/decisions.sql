CREATE OR REPLACE VIEW recon.decisions AS
SELECT e.at, e.actor, e.event, e.resolution, e.item_id AS discrepancy_id, i.code::text AS code, i.bill_date, a.channel, a.account,
       nullif(i.payment_no, '') AS payment_no, nullif(i.refund_no, '') AS refund_no,
       recon.yuan(e.difference_fen)::numeric(18, 2) AS difference, e.assignee, e.due_on, e.note, i.kind, nullif(i.pot, '') AS pot,
       v.label_en AS event_en, v.label_zh AS event_zh, r.label_en AS resolution_en, r.label_zh AS resolution_zh,
       c.label_en AS code_en, c.label_zh AS code_zh
FROM ledger.item_event e
JOIN ledger.item i USING (account_id, item_id)
JOIN ledger.account a USING (account_id)
LEFT JOIN recon.codes c ON c.code = i.code::text
LEFT JOIN recon.labels v ON v.word_of = 'event' AND v.word = e.event
LEFT JOIN recon.labels r ON r.word_of = 'resolution' AND r.word = e.resolution
WHERE e.event IN ('acknowledged', 'resolved', 'reopened', 'assigned')
ORDER BY e.at DESC, e.event_id DESC;

COMMENT ON VIEW recon.decisions IS
    'What people decided (人工处理记录), newest first: by whom, about which discrepancy, how much, and why.';
COMMENT ON COLUMN recon.decisions.at IS 'When it was decided';
COMMENT ON COLUMN recon.decisions.actor IS 'Who decided';
COMMENT ON COLUMN recon.decisions.event IS 'acknowledged, resolved, reopened or assigned';
COMMENT ON COLUMN recon.decisions.resolution IS 'corrected (更正), refunded (已退款), made_up (已补单), written_off (核销), accepted (认可)';
COMMENT ON COLUMN recon.decisions.discrepancy_id IS 'Number of the discrepancy, the same through all runs';
COMMENT ON COLUMN recon.decisions.code IS 'Code, see recon.codes';
COMMENT ON COLUMN recon.decisions.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';
COMMENT ON COLUMN recon.decisions.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.decisions.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.decisions.payment_no IS 'Merchant order number given to the channel (商户订单号)';
COMMENT ON COLUMN recon.decisions.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';
COMMENT ON COLUMN recon.decisions.difference IS 'Difference in yuan at that moment';
COMMENT ON COLUMN recon.decisions.assignee IS 'Of an assignment: to whom (处理人)';
COMMENT ON COLUMN recon.decisions.due_on IS 'Of an assignment: until when (处理期限)';
COMMENT ON COLUMN recon.decisions.note IS 'Why';
COMMENT ON COLUMN recon.decisions.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';
COMMENT ON COLUMN recon.decisions.pot IS 'Pot (资金账户) that it is about, if it is about one';
COMMENT ON COLUMN recon.decisions.event_en IS 'Event in English';
COMMENT ON COLUMN recon.decisions.event_zh IS 'Event in Chinese';
COMMENT ON COLUMN recon.decisions.resolution_en IS 'Resolution in English';
COMMENT ON COLUMN recon.decisions.resolution_zh IS 'Resolution in Chinese';
COMMENT ON COLUMN recon.decisions.code_en IS 'Code in English';
COMMENT ON COLUMN recon.decisions.code_zh IS 'Code in Chinese';
