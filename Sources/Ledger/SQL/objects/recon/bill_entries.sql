CREATE OR REPLACE VIEW recon.bill_entries AS
-- What ledger.show_entry makes of an entry, of which everything would be unpacked for it.
SELECT p.bill_date, p.account_channel AS channel, p.account_no AS account, p.line_no, p.entry_type::text, p.payment_no, nullif(p.refund_no, '') AS refund_no,
       nullif(p.channel_trade_no, '') AS channel_trade_no, nullif(p.channel_refund_no, '') AS channel_refund_no,
       p.amount, p.settled_amount, p.fee, p.currency, p.occurred_at, p.state, 'matched' AS outcome, p.file_no,
       (p.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> p.bill_date AS time_outside_day,
       (SELECT label_en FROM recon.codes WHERE code = 'matched') AS outcome_en,
       (SELECT label_zh FROM recon.codes WHERE code = 'matched') AS outcome_zh
FROM ledger.plain_entry p
UNION ALL
SELECT s.*, c.label_en, c.label_zh
FROM ledger.entry e JOIN ledger.account a USING (account_id)
CROSS JOIN LATERAL ledger.show_entry(e, a, ledger.shown_outcome(e)) s
LEFT JOIN recon.codes c ON c.code = s.outcome;

COMMENT ON VIEW recon.bill_entries IS
    'Entries of the trade bills in force (对账单明细), each with what became of it. Where retention.plain_pairs is "counted", plain pairs are not among them: recon.runs counts them, and recon.explain tells their line.';
COMMENT ON COLUMN recon.bill_entries.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.bill_entries.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.bill_entries.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.bill_entries.line_no IS 'Line in the file';
COMMENT ON COLUMN recon.bill_entries.entry_type IS 'payment (支付) or refund (退款)';
COMMENT ON COLUMN recon.bill_entries.payment_no IS 'Merchant order number given to the channel (商户订单号)';
COMMENT ON COLUMN recon.bill_entries.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';
COMMENT ON COLUMN recon.bill_entries.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';
COMMENT ON COLUMN recon.bill_entries.channel_refund_no IS 'The channel''s number of the refund (微信退款单号)';
COMMENT ON COLUMN recon.bill_entries.amount IS 'Amount in yuan';
COMMENT ON COLUMN recon.bill_entries.settled_amount IS 'What it moves for the merchant in yuan (应结订单金额, 商家实收): a payment +, a refund −, one that was not executed 0';
COMMENT ON COLUMN recon.bill_entries.fee IS 'Fee in yuan, positive; one handed back is negative';
COMMENT ON COLUMN recon.bill_entries.currency IS 'Currency (币种)';
COMMENT ON COLUMN recon.bill_entries.occurred_at IS 'When the channel says it happened';
COMMENT ON COLUMN recon.bill_entries.state IS 'As the bill says';
COMMENT ON COLUMN recon.bill_entries.outcome IS 'matched, cross_day, pending, not_executed, or the code of the discrepancy';
COMMENT ON COLUMN recon.bill_entries.file_no IS 'Which file of the day''s bill, from 0';
COMMENT ON COLUMN recon.bill_entries.time_outside_day IS 'Its own time lies on another day than its bill: the channel put it there, and there it counts';
COMMENT ON COLUMN recon.bill_entries.outcome_en IS 'Outcome in English';
COMMENT ON COLUMN recon.bill_entries.outcome_zh IS 'Outcome in Chinese';
