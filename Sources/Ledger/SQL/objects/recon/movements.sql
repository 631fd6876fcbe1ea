CREATE OR REPLACE VIEW recon.movements AS
SELECT s.*, c.label_en AS class_en, c.label_zh AS class_zh, o.label_en AS outcome_en, o.label_zh AS outcome_zh
FROM ledger.packed_movement p JOIN ledger.account a USING (account_id)
JOIN ledger.pot_day d ON (d.account_id, d.bill_date, d.file_no) = (p.account_id, p.bill_date, p.file_no)
CROSS JOIN LATERAL ledger.show_movement(p.movement, a, d.pot) s
LEFT JOIN recon.labels c ON c.word_of = 'movement_class' AND c.word = s.movement_class
LEFT JOIN recon.labels o ON o.word_of = 'outcome' AND o.word = s.outcome
UNION ALL
SELECT s.*, c.label_en, c.label_zh, o.label_en, o.label_zh
FROM ledger.movement m JOIN ledger.account a USING (account_id)
JOIN ledger.pot_day d ON (d.account_id, d.bill_date, d.file_no) = (m.account_id, m.bill_date, m.file_no)
CROSS JOIN LATERAL ledger.show_movement(m, a, d.pot) s
LEFT JOIN recon.labels c ON c.word_of = 'movement_class' AND c.word = s.movement_class
LEFT JOIN recon.labels o ON o.word_of = 'outcome' AND o.word = s.outcome;

COMMENT ON VIEW recon.movements IS
    'Movements of the funds bills in force (资金流水), each with the entry that it belongs to. Remarks and names of persons are not stored.';
COMMENT ON COLUMN recon.movements.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.movements.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.movements.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.movements.pot IS 'Account of money at the channel (资金账户)';
COMMENT ON COLUMN recon.movements.line_no IS 'Line in the file';
COMMENT ON COLUMN recon.movements.movement_class IS 'What it is: payment (支付), fee (手续费), fee_return (手续费退回), refund (退款), refund_returned (退款退回), withdrawal (提现), withdrawal_returned (提现退回), top_up (充值), transfer (转账), sharing (分账), voucher (代金券), deposit (保证金), platform (平台扣款), own_funds (自有资金调拨) or other (其他)';
COMMENT ON COLUMN recon.movements.amount IS 'Amount in yuan: in +, out −';
COMMENT ON COLUMN recon.movements.balance IS 'Balance after it in yuan, as the bill prints it (账户结余, 账户余额); empty where it prints none';
COMMENT ON COLUMN recon.movements.booked_at IS 'When it was booked (记账时间, 入账时间)';
COMMENT ON COLUMN recon.movements.name IS 'Name, as the bill says (业务名称)';
COMMENT ON COLUMN recon.movements.type IS 'Type, as the bill says (业务类型)';
COMMENT ON COLUMN recon.movements.code IS 'A platform''s code of it, where it has one';
COMMENT ON COLUMN recon.movements.business_no IS 'The channel''s number of the business (微信支付业务单号, 业务流水号): of the payment or refund';
COMMENT ON COLUMN recon.movements.voucher_no IS 'The shop''s number (业务凭证号, 商户订单号): of the payment or refund';
COMMENT ON COLUMN recon.movements.flow_no IS 'Flow number (资金流水单号, 账务流水号); not unique at WeChat Pay';
COMMENT ON COLUMN recon.movements.outcome IS 'booked: an entry''s; booked_twice: one more than there are entries for; booked_only: nobody''s; waiting_for_trade: trade bills that could bear it are not there yet; unlinked: of a class that no entry expects';
COMMENT ON COLUMN recon.movements.entry_date IS 'Bill date of the entry that it belongs to, or looks like where it is one too many; empty without one';
COMMENT ON COLUMN recon.movements.entry_line_no IS 'That entry''s line, see recon.bill_entries; empty where its number says enough: it is an entry of the same day with the same amount';
COMMENT ON COLUMN recon.movements.entry_file_no IS 'That entry''s file of its day''s bill, from 0';
COMMENT ON COLUMN recon.movements.file_no IS 'Which file of the day''s funds bill, from 0';
COMMENT ON COLUMN recon.movements.class_en IS 'Class in English';
COMMENT ON COLUMN recon.movements.class_zh IS 'Class in Chinese';
COMMENT ON COLUMN recon.movements.outcome_en IS 'Outcome in English';
COMMENT ON COLUMN recon.movements.outcome_zh IS 'Outcome in Chinese';
