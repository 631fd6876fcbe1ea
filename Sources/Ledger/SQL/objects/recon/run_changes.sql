CREATE OR REPLACE VIEW recon.run_changes AS
SELECT c.run_id, c.change, c.item_id AS discrepancy_id, i.code::text AS code, c.status, a.channel, a.account,
       i.bill_date, CASE WHEN i.code <> 'balance_break' THEN i.entry_type::text END AS entry_type,
       i.payment_no, nullif(i.refund_no, '') AS refund_no,
       recon.yuan(c.difference_fen)::numeric(18, 2) AS difference, i.kind,
       nullif(i.pot, '') AS pot, l.label_en AS code_en, l.label_zh AS code_zh, h.label_en AS change_en, h.label_zh AS change_zh,
       s.label_en AS status_en, s.label_zh AS status_zh
FROM ledger.run_change c
JOIN ledger.item i USING (account_id, item_id)
JOIN ledger.account a USING (account_id)
LEFT JOIN recon.codes l ON l.code = i.code::text
LEFT JOIN recon.labels h ON h.word_of = 'change' AND h.word = c.change
LEFT JOIN recon.labels s ON s.word_of = 'status' AND s.word = c.status
ORDER BY c.run_id DESC, c.item_id;

COMMENT ON VIEW recon.run_changes IS
    'What each run changed against the one before it: new, persisting, resolved.';
COMMENT ON COLUMN recon.run_changes.run_id IS 'Number of the run (批次号)';
COMMENT ON COLUMN recon.run_changes.change IS 'new, persisting or resolved';
COMMENT ON COLUMN recon.run_changes.discrepancy_id IS 'Number of the discrepancy, the same through all runs';
COMMENT ON COLUMN recon.run_changes.code IS 'Code, see recon.codes; of a pending item the one it becomes when it falls due';
COMMENT ON COLUMN recon.run_changes.status IS 'pending, open, acknowledged or resolved';
COMMENT ON COLUMN recon.run_changes.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.run_changes.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.run_changes.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';
COMMENT ON COLUMN recon.run_changes.entry_type IS 'payment (支付) or refund (退款); empty of a balance_break';
COMMENT ON COLUMN recon.run_changes.payment_no IS 'Merchant order number given to the channel (商户订单号)';
COMMENT ON COLUMN recon.run_changes.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';
COMMENT ON COLUMN recon.run_changes.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected; a missing side counts as 0';
COMMENT ON COLUMN recon.run_changes.kind IS 'Kind of the bill that the discrepancy belongs to (账单种类): trade or funds';
COMMENT ON COLUMN recon.run_changes.pot IS 'Pot (资金账户) that it is about, if it is about one';
COMMENT ON COLUMN recon.run_changes.code_en IS 'Code in English';
COMMENT ON COLUMN recon.run_changes.code_zh IS 'Code in Chinese';
COMMENT ON COLUMN recon.run_changes.change_en IS 'Change in English';
COMMENT ON COLUMN recon.run_changes.change_zh IS 'Change in Chinese';
COMMENT ON COLUMN recon.run_changes.status_en IS 'Status in English';
COMMENT ON COLUMN recon.run_changes.status_zh IS 'Status in Chinese';
