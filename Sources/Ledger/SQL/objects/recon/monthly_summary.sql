CREATE OR REPLACE VIEW recon.monthly_summary AS
SELECT s.month, s.channel, s.account, s.concluded_days, s.balanced_days, coalesce(n.days, 0) AS missing_days, s.payments,
       s.payment_amount, s.refunds, s.refund_amount, s.fees, s.received_amount, s.booked_amount, s.open_discrepancies,
       s.pending, s.closed
FROM (SELECT date_trunc('month', bill_date::timestamp)::date AS month, channel, account,
             count(*) FILTER (WHERE verdict <> 'incomplete') AS concluded_days,
             count(*) FILTER (WHERE verdict = 'balanced') AS balanced_days,
             least(greatest(sum(payments), -9223372036854775808), 9223372036854775807)::bigint AS payments, recon.yuan(sum(payment_amount) * 100)::numeric(18, 2) AS payment_amount,
             least(greatest(sum(refunds), -9223372036854775808), 9223372036854775807)::bigint AS refunds, recon.yuan(sum(refund_amount) * 100)::numeric(18, 2) AS refund_amount,
             recon.short(sum(fees)) AS fees, recon.short(sum(received_amount)) AS received_amount,
             recon.yuan(sum(booked_amount) * 100)::numeric(18, 2) AS booked_amount, sum(open_discrepancies)::bigint AS open_discrepancies,
             sum(pending)::bigint AS pending, bool_and(closed) AS closed
      FROM recon.daily_summary GROUP BY 1, 2, 3) s
LEFT JOIN (SELECT date_trunc('month', bill_date::timestamp)::date AS month, channel, account, count(*) AS days
           FROM recon.days_not_green WHERE kind = 'trade' AND verdict IN ('incomplete', 'failed', 'not run') GROUP BY 1, 2, 3) n
     USING (month, channel, account)
ORDER BY s.month DESC, s.channel, s.account;

COMMENT ON VIEW recon.monthly_summary IS
    'What each account received in each month (月度收款汇总), of the trade bills'' runs in force: the days of recon.daily_summary added up. While missing_days is not 0 the month is not whole.';
COMMENT ON COLUMN recon.monthly_summary.month IS 'First day of the month (月份)';
COMMENT ON COLUMN recon.monthly_summary.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.monthly_summary.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.monthly_summary.concluded_days IS 'Days that have a conclusion';
COMMENT ON COLUMN recon.monthly_summary.balanced_days IS 'Of those, days that are balanced (平)';
COMMENT ON COLUMN recon.monthly_summary.missing_days IS 'Days without a conclusion, failed or not run (缺账日): what they hold is in no sum here';
COMMENT ON COLUMN recon.monthly_summary.payments IS 'Payments in the bills';
COMMENT ON COLUMN recon.monthly_summary.payment_amount IS 'Sum of the payments in yuan';
COMMENT ON COLUMN recon.monthly_summary.refunds IS 'Refunds in the bills';
COMMENT ON COLUMN recon.monthly_summary.refund_amount IS 'Sum of the refunds in yuan, positive';
COMMENT ON COLUMN recon.monthly_summary.fees IS 'Fees in yuan (手续费), what was handed back taken off';
COMMENT ON COLUMN recon.monthly_summary.received_amount IS 'What the merchant gets by the trade bills, in yuan: settled amounts minus fees (实收净额), proven against the bills'' own totals';
COMMENT ON COLUMN recon.monthly_summary.booked_amount IS 'What moved in the month for payments, refunds and fees, in yuan, over all pots (实际入账); empty without a concluded funds bill';
COMMENT ON COLUMN recon.monthly_summary.open_discrepancies IS 'Discrepancies of the trade bills that are open or acknowledged now';
COMMENT ON COLUMN recon.monthly_summary.pending IS 'Items in doubt (存疑)';
COMMENT ON COLUMN recon.monthly_summary.closed IS 'All its days are in a closed period (已月结)';
