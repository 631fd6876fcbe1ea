CREATE OR REPLACE VIEW recon.monthly_funds_statement AS
WITH line AS (
    SELECT month, channel, account, pot, line_no, line, label_en, label_zh, count(*) AS days, sum(movements) AS movements,
           sum(amount) FILTER (WHERE CASE line WHEN 'opening' THEN bill_date = first_day WHEN 'closing' THEN bill_date = last_day
                                               ELSE true END) AS amount
    FROM (SELECT s.*, min(bill_date) OVER pot_month AS first_day, max(bill_date) OVER pot_month AS last_day
          FROM (SELECT *, date_trunc('month', bill_date::timestamp)::date AS month FROM recon.funds_statement) s
          WINDOW pot_month AS (PARTITION BY month, channel, account, pot)) AS days
    GROUP BY month, channel, account, pot, line_no, line, label_en, label_zh)
SELECT month, channel, account, pot, line_no, line, label_en, label_zh, days,
       least(movements, 9223372036854775807)::bigint AS movements,
       recon.yuan(100 * CASE line WHEN 'residual' THEN
           sum(CASE WHEN line IN ('closing', 'residual') THEN 0 ELSE amount END) OVER pot_month
           - sum(amount) FILTER (WHERE line = 'closing') OVER pot_month ELSE amount END)::numeric(18, 2) AS amount
FROM line WINDOW pot_month AS (PARTITION BY month, channel, account, pot)
ORDER BY month DESC, channel, account, pot, line_no;

COMMENT ON VIEW recon.monthly_funds_statement IS
    'Statement of each pot for a month (月度资金余额表): opening of its first concluded day, what moved by class, closing of its last; signed, so that the lines add up. residual is what moved on days between that are missing: 0 for a whole month.';
COMMENT ON COLUMN recon.monthly_funds_statement.month IS 'First day of the month (月份)';
COMMENT ON COLUMN recon.monthly_funds_statement.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.monthly_funds_statement.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.monthly_funds_statement.pot IS 'Account of money at the channel (资金账户)';
COMMENT ON COLUMN recon.monthly_funds_statement.line_no IS 'Order of the lines';
COMMENT ON COLUMN recon.monthly_funds_statement.line IS 'Line of the statement, see recon.money_lines';
COMMENT ON COLUMN recon.monthly_funds_statement.label_en IS 'English label of the line';
COMMENT ON COLUMN recon.monthly_funds_statement.label_zh IS 'Chinese label of the line';
COMMENT ON COLUMN recon.monthly_funds_statement.days IS 'Concluded days that have the line; of opening, all there are';
COMMENT ON COLUMN recon.monthly_funds_statement.movements IS 'Number of movements';
COMMENT ON COLUMN recon.monthly_funds_statement.amount IS 'Amount in yuan, what goes out negative; empty for balances, and the residual, while none is known';
