CREATE OR REPLACE VIEW recon.channel_mix AS
SELECT first_day AS bill_date, channel, payments, payment_share, payment_amount, amount_share, refunds, refund_rate, refund_amount,
       refund_amount_rate, fees, fee_rate, account_days
FROM ledger.mix_of_span WHERE span = 'day'
ORDER BY first_day DESC, channel;

COMMENT ON VIEW recon.channel_mix IS
    'Mix of the channels (渠道占比) by day from concluded days alone: share of payments and of money, refund and fee rates.';
COMMENT ON COLUMN recon.channel_mix.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.channel_mix.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.channel_mix.payments IS 'Payments in the bill';
COMMENT ON COLUMN recon.channel_mix.payment_share IS 'Share of all channels'' payments by number (笔数占比), from 0 to 1';
COMMENT ON COLUMN recon.channel_mix.payment_amount IS 'Sum of the payments in yuan';
COMMENT ON COLUMN recon.channel_mix.amount_share IS 'Share of all channels'' payments by money (金额占比), from 0 to 1';
COMMENT ON COLUMN recon.channel_mix.refunds IS 'Refunds in the bill';
COMMENT ON COLUMN recon.channel_mix.refund_rate IS 'Refunds for each payment, by number (退款率)';
COMMENT ON COLUMN recon.channel_mix.refund_amount IS 'Sum of the refunds in yuan, positive';
COMMENT ON COLUMN recon.channel_mix.refund_amount_rate IS 'Money of the refunds for each yuan of the payments (退款金额率)';
COMMENT ON COLUMN recon.channel_mix.fees IS 'Fees in yuan (手续费), what was handed back taken off';
COMMENT ON COLUMN recon.channel_mix.fee_rate IS 'Fees for each yuan of payments less refunds (实际费率)';
COMMENT ON COLUMN recon.channel_mix.account_days IS 'Concluded days behind it, each account''s counted; fewer than expected means that bills are missing';
