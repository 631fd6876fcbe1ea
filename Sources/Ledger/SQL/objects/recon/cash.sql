-- More refunded, or a greater fee, is less money at the channel. What the money side finds is signed as money moves already.
CREATE OR REPLACE VIEW recon.cash AS
SELECT i.bill_date, a.channel, a.account, i.kind, l.word AS cash, l.label_en AS cash_en, l.label_zh AS cash_zh, count(*) AS items,
       recon.yuan(sum(c.cash_fen))::numeric(18, 2) AS amount
FROM ledger.item i
JOIN ledger.account a USING (account_id)
CROSS JOIN LATERAL (
    SELECT CASE WHEN i.kind = 'trade' AND (i.entry_type = 'refund' OR i.code = 'fee_mismatch') THEN -i.difference_fen::numeric
                ELSE i.difference_fen END AS cash_fen) c
JOIN recon.labels l ON l.word_of = 'cash' AND l.word = CASE WHEN c.cash_fen > 0 THEN 'over' WHEN c.cash_fen < 0 THEN 'short' END
WHERE i.status IN ('open', 'acknowledged')
GROUP BY i.bill_date, a.channel, a.account, i.kind, l.word, l.label_en, l.label_zh
ORDER BY i.bill_date DESC, a.channel, a.account, i.kind DESC, l.word;

COMMENT ON VIEW recon.cash IS
    'Cash view of what is open (长短款): 长款 is always "the channel has more money of ours than the other side leads one to expect", 短款 "less". Of the trade bill against the shop, of the funds bill against the trade bill; the two must not be added up.';
COMMENT ON COLUMN recon.cash.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日); of an order_only discrepancy the day the shop booked it';
COMMENT ON COLUMN recon.cash.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.cash.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.cash.kind IS 'Kind of the bill that it belongs to (账单种类): trade or funds';
COMMENT ON COLUMN recon.cash.cash IS 'over or short';
COMMENT ON COLUMN recon.cash.cash_en IS 'English label';
COMMENT ON COLUMN recon.cash.cash_zh IS '长款 or 短款, in this direction only';
COMMENT ON COLUMN recon.cash.items IS 'How many discrepancies there are, open or acknowledged';
COMMENT ON COLUMN recon.cash.amount IS 'Their money in yuan, 短款 negative: payments as their difference, refunds and fees with the other sign';
