CREATE OR REPLACE VIEW recon.monthly_statement AS
SELECT date_trunc('month', bill_date::timestamp)::date AS month, channel, account, entry_type, line_no, line, label_en, label_zh,
       count(*) AS days, least(greatest(sum(entries), -9223372036854775808), 9223372036854775807)::bigint AS entries,
       recon.yuan(sum(amount) * 100)::numeric(18, 2) AS amount
FROM recon.statement GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
ORDER BY 1 DESC, 2, 3, 4, 5;

COMMENT ON VIEW recon.monthly_statement IS
    'Closing statement of each month (月度余额调节表): the days'' statements added up, from the shop''s total to the channel''s; signed, so that the lines add up; residual is 0.';
COMMENT ON COLUMN recon.monthly_statement.month IS 'First day of the month (月份)';
COMMENT ON COLUMN recon.monthly_statement.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.monthly_statement.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.monthly_statement.entry_type IS 'payment (支付) or refund (退款)';
COMMENT ON COLUMN recon.monthly_statement.line_no IS 'Order of the lines';
COMMENT ON COLUMN recon.monthly_statement.line IS 'Line of the statement';
COMMENT ON COLUMN recon.monthly_statement.label_en IS 'English label of the line';
COMMENT ON COLUMN recon.monthly_statement.label_zh IS 'Chinese label of the line';
COMMENT ON COLUMN recon.monthly_statement.days IS 'Concluded days behind it; recon.monthly_summary.missing_days says how many there are not';
COMMENT ON COLUMN recon.monthly_statement.entries IS 'Number of entries, signed like the amount';
COMMENT ON COLUMN recon.monthly_statement.amount IS 'Amount in yuan, signed so that the lines add up';
