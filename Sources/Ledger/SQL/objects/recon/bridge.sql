CREATE OR REPLACE VIEW recon.bridge AS
SELECT d.bill_date, a.channel, a.account, b.line_no, b.line, recon.yuan(b.amount_fen)::numeric(18, 2) AS amount,
       m.label_en, m.label_zh
FROM ledger.day d
JOIN ledger.account a USING (account_id)
JOIN ledger.bridge_line b ON b.account_id = d.account_id AND b.run_id = d.run_id
LEFT JOIN recon.money_lines m ON m.statement = 'bridge' AND m.line = b.line
WHERE d.kind = 'funds' AND d.concluded
ORDER BY d.bill_date DESC, a.channel, a.account, b.line_no;

COMMENT ON VIEW recon.bridge IS
    'Bridge (应收实收核对) of the funds bill''s run in force, over all pots: from what the day''s trade bill leads one to expect to what moved; signed, so that the lines add up to booked; residual is 0. Lines of 0 in between are left out.';
COMMENT ON COLUMN recon.bridge.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.bridge.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.bridge.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.bridge.line_no IS 'Order of the lines';
COMMENT ON COLUMN recon.bridge.line IS 'Line of the bridge, see recon.money_lines';
COMMENT ON COLUMN recon.bridge.amount IS 'Amount in yuan, signed so that the lines add up';
COMMENT ON COLUMN recon.bridge.label_en IS 'English label of the line';
COMMENT ON COLUMN recon.bridge.label_zh IS 'Chinese label of the line';
