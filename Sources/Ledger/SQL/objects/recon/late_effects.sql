CREATE OR REPLACE VIEW recon.late_effects AS
SELECT e.shown_on, e.closed_day, a.channel, a.account, e.item_id AS discrepancy_id, i.code::text AS code,
       CASE WHEN i.code <> 'balance_break' THEN i.entry_type::text END AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no,
       e.status AS closed_status, i.status, recon.yuan(e.difference_fen)::numeric(18, 2) AS closed_difference,
       recon.yuan(i.difference_fen)::numeric(18, 2) AS difference, e.run_id, e.at, i.kind,
       nullif(i.pot, '') AS pot, c.label_en AS code_en, c.label_zh AS code_zh, s.label_en AS status_en, s.label_zh AS status_zh
FROM ledger.late_effect e JOIN ledger.item i USING (account_id, item_id) JOIN ledger.account a USING (account_id)
LEFT JOIN recon.codes c ON c.code = i.code::text
LEFT JOIN recon.labels s ON s.word_of = 'status' AND s.word = i.status
ORDER BY e.shown_on DESC, e.closed_day, a.channel, a.account, e.item_id;

COMMENT ON VIEW recon.late_effects IS
    'What later runs found about days of a closed period (跨期调整): the closed day stays as it was, the first open day shows it.';
COMMENT ON COLUMN recon.late_effects.shown_on IS 'First open day at the time, which shows it';
COMMENT ON COLUMN recon.late_effects.closed_day IS 'Day of the closed period that it belongs to';
COMMENT ON COLUMN recon.late_effects.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.late_effects.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.late_effects.discrepancy_id IS 'Number of the discrepancy, the same through all runs';
COMMENT ON COLUMN recon.late_effects.code IS 'Code, see recon.codes; of a pending item the one it becomes when it falls due';
COMMENT ON COLUMN recon.late_effects.entry_type IS 'payment (支付) or refund (退款); empty of a balance_break';
COMMENT ON COLUMN recon.late_effects.payment_no IS 'Merchant order number given to the channel (商户订单号)';
COMMENT ON COLUMN recon.late_effects.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';
COMMENT ON COLUMN recon.late_effects.closed_status IS 'Status that the closed day goes on showing; empty for what was found only later';
COMMENT ON COLUMN recon.late_effects.status IS 'pending, open, acknowledged or resolved';
COMMENT ON COLUMN recon.late_effects.closed_difference IS 'Difference in yuan that the closed day goes on showing';
COMMENT ON COLUMN recon.late_effects.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected; a missing side counts as 0';
COMMENT ON COLUMN recon.late_effects.run_id IS 'Number of the run (批次号)';
COMMENT ON COLUMN recon.late_effects.at IS 'When it happened';
COMMENT ON COLUMN recon.late_effects.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';
COMMENT ON COLUMN recon.late_effects.pot IS 'Pot (资金账户) that it is about, if it is about one';
COMMENT ON COLUMN recon.late_effects.code_en IS 'Code in English';
COMMENT ON COLUMN recon.late_effects.code_zh IS 'Code in Chinese';
COMMENT ON COLUMN recon.late_effects.status_en IS 'Status in English';
COMMENT ON COLUMN recon.late_effects.status_zh IS 'Status in Chinese';
