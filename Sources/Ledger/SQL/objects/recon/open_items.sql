CREATE OR REPLACE VIEW recon.open_items AS
SELECT i.item_id AS discrepancy_id, i.status, i.code::text AS code, d.age, abs(recon.yuan(i.difference_fen))::numeric(18, 2) AS amount,
       recon.yuan(i.difference_fen)::numeric(18, 2) AS difference, i.bill_date, a.channel, a.account, i.kind, nullif(i.pot, '') AS pot,
       CASE WHEN i.code <> 'balance_break' THEN i.entry_type::text END AS entry_type, nullif(i.payment_no, '') AS payment_no,
       nullif(i.refund_no, '') AS refund_no, i.order_nos, i.currency, i.assignee, i.due_on, coalesce(i.due_on < d.today, false) AS overdue,
       n.notes, n.last_note, c.label_en AS code_en, c.label_zh AS code_zh, s.label_en AS status_en, s.label_zh AS status_zh
FROM ledger.item i
JOIN ledger.account a USING (account_id)
CROSS JOIN LATERAL (
    SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS today,
           coalesce((now() AT TIME ZONE 'Asia/Shanghai')::date - i.bill_date, 0) AS age) d
LEFT JOIN LATERAL (
    SELECT count(*) AS notes, (array_agg(e.note ORDER BY e.event_id DESC))[1] AS last_note FROM ledger.item_event e
    WHERE e.account_id = i.account_id AND e.item_id = i.item_id AND e.note IS NOT NULL) n ON true
LEFT JOIN recon.codes c ON c.code = i.code::text
LEFT JOIN recon.labels s ON s.word_of = 'status' AND s.word = i.status
WHERE i.status IN ('open', 'acknowledged')
ORDER BY d.age DESC, abs(i.difference_fen::numeric) DESC, i.item_id;

COMMENT ON VIEW recon.open_items IS
    'Discrepancies to settle (待处理差错), open or acknowledged, the oldest and largest first, with who is to settle them and until when. recon.items_where and recon.resolve_where take its columns.';
COMMENT ON COLUMN recon.open_items.discrepancy_id IS 'Number of the discrepancy, the same through all runs';
COMMENT ON COLUMN recon.open_items.status IS 'open or acknowledged';
COMMENT ON COLUMN recon.open_items.code IS 'Code, see recon.codes';
COMMENT ON COLUMN recon.open_items.age IS 'Age in days since the bill date (账龄)';
COMMENT ON COLUMN recon.open_items.amount IS 'Money at risk in yuan (在险金额): the difference without its sign';
COMMENT ON COLUMN recon.open_items.difference IS 'Difference in yuan: channel minus order, of a funds bill''s what moved minus what was expected';
COMMENT ON COLUMN recon.open_items.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';
COMMENT ON COLUMN recon.open_items.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.open_items.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.open_items.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';
COMMENT ON COLUMN recon.open_items.pot IS 'Pot (资金账户) that it is about, if it is about one';
COMMENT ON COLUMN recon.open_items.entry_type IS 'payment (支付) or refund (退款); empty of a balance_break';
COMMENT ON COLUMN recon.open_items.payment_no IS 'Merchant order number given to the channel (商户订单号)';
COMMENT ON COLUMN recon.open_items.refund_no IS 'Merchant refund number given to the channel (商户退款单号)';
COMMENT ON COLUMN recon.open_items.order_nos IS 'Taobao trade numbers (淘宝订单号) that the payment covers';
COMMENT ON COLUMN recon.open_items.currency IS 'Currency (币种)';
COMMENT ON COLUMN recon.open_items.assignee IS 'Who is to settle it (处理人), by recon.assign';
COMMENT ON COLUMN recon.open_items.due_on IS 'Until when (处理期限)';
COMMENT ON COLUMN recon.open_items.overdue IS 'That day is over (已逾期)';
COMMENT ON COLUMN recon.open_items.notes IS 'How many notes people wrote, see recon.notes';
COMMENT ON COLUMN recon.open_items.last_note IS 'The last of them';
COMMENT ON COLUMN recon.open_items.code_en IS 'Code in English';
COMMENT ON COLUMN recon.open_items.code_zh IS 'Code in Chinese';
COMMENT ON COLUMN recon.open_items.status_en IS 'Status in English';
COMMENT ON COLUMN recon.open_items.status_zh IS 'Status in Chinese';
