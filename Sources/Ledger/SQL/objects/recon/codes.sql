CREATE OR REPLACE VIEW recon.codes (code, label_en, label_zh, meaning, kind) AS VALUES
    ('channel_only',        'only at the channel',       '渠道有我方无',   'The bill lists it, the shop has no record of its number.', 'trade'),
    ('order_only',          'only in the shop',          '我方有渠道无',   'The shop counts it as money, no bill shows it.', 'trade'),
    ('amount_mismatch',     'amounts differ',            '金额不一致',     'Both sides have it, with different amounts.', 'trade'),
    ('currency_mismatch',   'currencies differ',         '币种不一致',     'Both sides have it, in different currencies.', 'trade'),
    ('status_mismatch',     'states differ',             '状态不一致',     'The channel moved money that the shop calls unpaid or closed, or the shop calls a failed refund succeeded.', 'trade'),
    ('account_mismatch',    'another account''s number', '商户号不一致',   'The number belongs to a record of another account or channel.', 'trade'),
    ('duplicate_in_channel','listed or paid twice',      '渠道重复',       'The channel has the number more than once: the buyer paid twice, or the row is listed twice.', 'trade'),
    ('unclassified',        'unknown kind',              '未识别',         'The row''s kind or state is none that is known; it is counted and never paired.', 'trade'),
    ('fee_mismatch',        'fee differs',               '手续费不一致',   'The fee is not the contracted one.', 'trade'),
    ('over_refund',         'refunded too much',         '超额退款',       'The refunds of one payment add up to more than the payment.', 'trade'),
    ('not_booked',          'not booked',                '未入账',         'The trade bill lists it and it is due, and nothing has moved for it: money is missing.', 'funds'),
    ('booked_amount_mismatch', 'booked with another amount', '入账金额不符', 'What moved for payment and refunds is another amount than the trade bill leads one to expect.', 'funds'),
    ('booked_fee_mismatch', 'booked with another fee',   '入账手续费不符', 'The fees that moved are others than the trade bill lists.', 'funds'),
    ('booked_twice',        'booked twice',              '重复入账',       'More has moved for it than the trade bills have entries for.', 'funds'),
    ('booked_only',         'booked without an entry',   '账单无此入账',   'Money moved like a payment, a refund or a fee, and no trade bill bears its number.', 'funds'),
    ('refund_returned',     'refund came back',          '退款退回',       'The refund''s money came back to the account, and the shop calls it succeeded: the buyer does not have it.', 'funds'),
    ('balance_break',       'balances do not connect',   '余额不衔接',     'The day opens with another balance than the last one closed with: movements in between are unknown.', 'funds'),
    ('share_only',          'shared, not by the shop',   '分账我方无',     'Money was shared or given back, and the shop has no such record, or calls it closed.', 'sharing'),
    ('share_missing',       'share is missing',          '分账渠道无',     'The shop says that it was shared and the channel does not, or the sharing bill does and nothing moved.', 'sharing'),
    ('share_amount_mismatch', 'shares differ',           '分账金额不符',   'Shop and sharing bill have other amounts, or another amount moved than the bill says.', 'sharing'),
    ('share_frozen',        'frozen past the limit',     '逾期未解冻',     'A part of the payment is still frozen for sharing, after the days in which it could be shared.', 'sharing'),
    ('matched',             'agrees',                    '平账',           'Paired, equal, and booked by the shop on the day of the bill.', NULL),
    ('cross_day',           'agrees, on another day',    '跨日账',         'Paired and equal; the shop booked it on another day than the bill''s.', NULL),
    ('pending',             'in doubt',                  '存疑',           'One side is there, and the other may come with the bill of the next day.', NULL),
    ('not_executed',        'not executed',              '未执行',         'Shop and channel both say that nothing moved.', NULL);

COMMENT ON VIEW recon.codes IS
    'Codes of discrepancies (差错代码) and the other outcomes of an entry, with labels; every other word is in recon.labels. 长款/短款 mean opposite things in practice and are no codes here: in recon.cash 长款 is "the channel has more".';
COMMENT ON COLUMN recon.codes.code IS 'Stable code, as stored';
COMMENT ON COLUMN recon.codes.label_en IS 'English label';
COMMENT ON COLUMN recon.codes.label_zh IS 'Chinese label';
COMMENT ON COLUMN recon.codes.meaning IS 'What it says, in a sentence';
COMMENT ON COLUMN recon.codes.kind IS 'Kind of the bill whose run finds it (账单种类): trade, funds or sharing; empty of an outcome that is no discrepancy';
