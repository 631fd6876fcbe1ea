CREATE OR REPLACE VIEW recon.bill_entries AS
SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text AS entry_type, e.payment_no,
       nullif(e.refund_no, '') AS refund_no, nullif(e.channel_trade_no, '') AS channel_trade_no,
       nullif(e.channel_refund_no, '') AS channel_refund_no, recon.yuan(e.amount_fen)::numeric(18, 2) AS amount,
       recon.yuan(e.settled_fen)::numeric(18, 2) AS settled_amount, (e.fee_e5 / 100000.0)::numeric(20, 5) AS fee, e.currency,
       e.occurred_at, e.state, 'matched'::text AS outcome, e.file_no,
       (e.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date AS time_outside_day
FROM ledger.plain_entry e JOIN ledger.account a USING (account_id)
UNION ALL
SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text AS entry_type, e.payment_no,
       nullif(e.refund_no, '') AS refund_no, nullif(e.channel_trade_no, '') AS channel_trade_no,
       nullif(e.channel_refund_no, '') AS channel_refund_no, recon.yuan(e.amount_fen)::numeric(18, 2) AS amount,
       recon.yuan(e.settled_fen)::numeric(18, 2) AS settled_amount, (e.fee_e5 / 100000.0)::numeric(20, 5) AS fee, e.currency,
       e.occurred_at, e.state,
       CASE WHEN e.outcome IN ('matched', 'cross_day') THEN coalesce(e.flag, e.outcome) ELSE e.outcome END::text AS outcome,
       e.file_no,
       (e.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date AS time_outside_day
FROM ledger.entry e JOIN ledger.account a USING (account_id);

COMMENT ON VIEW recon.bill_entries IS
    'Entries of the bills in force (对账单明细), each with what became of it. Where retention.plain_pairs is "counted", plain pairs are not among them: recon.runs counts them, and recon.explain tells their line.';
COMMENT ON COLUMN recon.bill_entries.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only item the day the shop booked it';
COMMENT ON COLUMN recon.bill_entries.channel IS 'Channel (渠道): wechatpay or alipay';
COMMENT ON COLUMN recon.bill_entries.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.bill_entries.line_no IS 'In a statement the order of the lines; of an entry the line in the file';
COMMENT ON COLUMN recon.bill_entries.entry_type IS 'payment (支付) or refund (退款)';
COMMENT ON COLUMN recon.bill_entries.payment_no IS 'Merchant order number given to the channel (商户订单号)';
COMMENT ON COLUMN recon.bill_entries.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';
COMMENT ON COLUMN recon.bill_entries.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';
COMMENT ON COLUMN recon.bill_entries.channel_refund_no IS 'The channel''s number of the refund (微信退款单号)';
COMMENT ON COLUMN recon.bill_entries.amount IS 'Amount in yuan; in a statement signed';
COMMENT ON COLUMN recon.bill_entries.settled_amount IS 'What it moves for the merchant in yuan (应结订单金额, 商家实收): a payment +, a refund −, one that was not executed 0';
COMMENT ON COLUMN recon.bill_entries.fee IS 'Fee in yuan, positive; one handed back is negative';
COMMENT ON COLUMN recon.bill_entries.currency IS 'Currency (币种)';
COMMENT ON COLUMN recon.bill_entries.occurred_at IS 'When the channel, or for order_only the shop, says it happened';
COMMENT ON COLUMN recon.bill_entries.state IS 'Of a run: queued, fetching, matching, done, failed. Of an entry: as the bill says';
COMMENT ON COLUMN recon.bill_entries.outcome IS 'matched, cross_day, pending, not_executed, or the code of the discrepancy';
COMMENT ON COLUMN recon.bill_entries.file_no IS 'Which file of the day''s bill, from 0';
COMMENT ON COLUMN recon.bill_entries.time_outside_day IS 'Its own time lies on another day than its bill: the channel put it there, and there it counts';
