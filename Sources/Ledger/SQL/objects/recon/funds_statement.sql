CREATE OR REPLACE VIEW recon.funds_statement AS
SELECT d.bill_date, a.channel, a.account, f.pot, f.line_no, f.line, f.movements, recon.yuan(f.amount_fen)::numeric(18, 2) AS amount,
       m.label_en, m.label_zh
FROM ledger.day d
JOIN ledger.account a USING (account_id)
JOIN ledger.funds_line f ON f.account_id = d.account_id AND f.run_id = d.run_id
LEFT JOIN recon.money_lines m ON m.statement = 'pot' AND m.line = f.line
WHERE d.kind = 'funds' AND d.concluded
ORDER BY d.bill_date DESC, a.channel, a.account, f.pot, f.line_no;

COMMENT ON VIEW recon.funds_statement IS
    'Statement of each pot (资金余额表) of the funds bill''s run in force, from its opening to its closing balance; signed, so that the lines between add up; residual is 0. Lines without movements are left out.';
COMMENT ON COLUMN recon.funds_statement.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.funds_statement.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.funds_statement.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.funds_statement.pot IS 'Account of money at the channel (资金账户)';
COMMENT ON COLUMN recon.funds_statement.line_no IS 'Order of the lines';
COMMENT ON COLUMN recon.funds_statement.line IS 'Line of the statement, see recon.money_lines';
COMMENT ON COLUMN recon.funds_statement.movements IS 'Number of movements';
COMMENT ON COLUMN recon.funds_statement.amount IS 'Amount in yuan, what goes out negative; empty for balances while none is known';
COMMENT ON COLUMN recon.funds_statement.label_en IS 'English label of the line';
COMMENT ON COLUMN recon.funds_statement.label_zh IS 'Chinese label of the line';
