CREATE OR REPLACE VIEW recon.shares AS
SELECT coalesce(s.bill_date, r.booked_on) AS bill_date, a.channel, a.account, r.payment_no, coalesce(s.sharing_no, r.sharing_no) AS sharing_no,
       coalesce(s.receiver, r.receiver) AS receiver, recon.yuan(r.amount_fen)::numeric(18, 2) AS order_amount,
       recon.yuan(CASE s.share_kind WHEN 'share_return' THEN -s.amount_fen ELSE s.amount_fen END)::numeric(18, 2) AS amount,
       coalesce(s.share_kind, CASE WHEN r.amount_fen < 0 THEN 'share_return' ELSE 'share' END) AS share_kind, r.state AS order_state,
       CASE WHEN s.share_kind = 'other' THEN 'unclassified' ELSE coalesce(s.outcome, r.outcome)::text END AS outcome,
       coalesce(s.shared_at, r.shared_at) AS shared_at,
       coalesce(s.channel_trade_no, nullif(r.channel_trade_no, '')) AS channel_trade_no, s.channel_sharing_no,
       nullif(s.detail_no, '') AS detail_no, s.line_no, r.order_nos, nullif(s.type, '') AS type, nullif(s.state, '') AS state
FROM ledger.share s FULL JOIN ledger.share_record r
  ON r.account_id = s.account_id AND r.sharing_no = s.sharing_no AND r.receiver = s.paired_receiver
JOIN ledger.account a ON a.account_id = coalesce(s.account_id, r.account_id);

COMMENT ON VIEW recon.shares IS
    'What was shared with partners (分账): each row of the sharing bills in force beside the shop''s record of it, and records that no bill lists. A channel that has no sharing bill tells it by movements of class sharing, see recon.movements.';
COMMENT ON COLUMN recon.shares.bill_date IS 'The bill''s day in Asia/Shanghai (账单日); the booking day of a record that no bill lists';
COMMENT ON COLUMN recon.shares.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.shares.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.shares.payment_no IS 'Merchant order number (商户订单号) of the payment, as the shop''s record says';
COMMENT ON COLUMN recon.shares.sharing_no IS 'The shop''s number of the sharing order, or of the return (商户分账/回退单号)';
COMMENT ON COLUMN recon.shares.receiver IS 'For whom (分账接收方): a merchant number; of a person, whom no table names, a text that is another in each sharing order';
COMMENT ON COLUMN recon.shares.order_amount IS 'What the shop says, in yuan; what was given back (分账回退) is negative';
COMMENT ON COLUMN recon.shares.amount IS 'What the bill says, in yuan, with the same sign';
COMMENT ON COLUMN recon.shares.share_kind IS 'share (分账), share_return (分账回退), release (解冻) or other (其他)';
COMMENT ON COLUMN recon.shares.order_state IS 'State of the shop''s record: succeeded, processing or closed';
COMMENT ON COLUMN recon.shares.outcome IS 'matched, cross_day, pending, not_executed or a code of recon.codes';
COMMENT ON COLUMN recon.shares.shared_at IS 'When it was carried out, as the bill says, else the shop';
COMMENT ON COLUMN recon.shares.channel_trade_no IS 'The channel''s number of the payment (微信订单号, 支付宝交易号)';
COMMENT ON COLUMN recon.shares.channel_sharing_no IS 'The channel''s number of the sharing order (微信分账/回退单号)';
COMMENT ON COLUMN recon.shares.detail_no IS 'The channel''s number of this receiver''s share (分账明细单号)';
COMMENT ON COLUMN recon.shares.line_no IS 'Line in the file';
COMMENT ON COLUMN recon.shares.order_nos IS 'Taobao trade numbers (tid) of the payment';
COMMENT ON COLUMN recon.shares.type IS 'The bill''s own word where nobody knows what it says (业务类型)';
COMMENT ON COLUMN recon.shares.state IS 'Likewise its state (处理状态)';
