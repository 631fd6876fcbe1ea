CREATE OR REPLACE VIEW recon.statement AS
SELECT d.bill_date, a.channel, a.account, s.entry_type::text AS entry_type, s.line_no, s.line, s.entries,
       recon.yuan(s.amount_fen)::numeric(18, 2) AS amount, l.label_en, l.label_zh
FROM ledger.day d
JOIN ledger.account a USING (account_id)
JOIN ledger.statement_line s ON s.account_id = d.account_id AND s.run_id = d.run_id
LEFT JOIN recon.labels l ON l.word_of = 'line' AND l.word = s.line
WHERE d.kind = 'trade' AND d.concluded
ORDER BY d.bill_date DESC, a.channel, a.account, s.entry_type, s.line_no;

COMMENT ON VIEW recon.statement IS
    'Statement (余额调节表) of the trade bill''s run in force, from the shop''s total to the channel''s; signed, so that the lines add up; residual is 0.';
COMMENT ON COLUMN recon.statement.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.statement.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.statement.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.statement.entry_type IS 'payment (支付) or refund (退款)';
COMMENT ON COLUMN recon.statement.line_no IS 'Order of the lines';
COMMENT ON COLUMN recon.statement.line IS 'Line of the statement';
COMMENT ON COLUMN recon.statement.entries IS 'Number of entries, signed like the amount';
COMMENT ON COLUMN recon.statement.amount IS 'Amount in yuan, signed so that the lines add up';
COMMENT ON COLUMN recon.statement.label_en IS 'English label of the line';
COMMENT ON COLUMN recon.statement.label_zh IS 'Chinese label of the line';
