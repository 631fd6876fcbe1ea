CREATE OR REPLACE VIEW recon.codes (code, label_en, label_zh, meaning) AS VALUES
    ('channel_only',        'only at the channel',       '渠道有我方无',   'The bill lists it, the shop has no record of its number.'),
    ('order_only',          'only in the shop',          '我方有渠道无',   'The shop counts it as money, no bill shows it.'),
    ('amount_mismatch',     'amounts differ',            '金额不一致',     'Both sides have it, with different amounts.'),
    ('currency_mismatch',   'currencies differ',         '币种不一致',     'Both sides have it, in different currencies.'),
    ('status_mismatch',     'states differ',             '状态不一致',     'The channel moved money that the shop calls unpaid or closed, or the shop calls a failed refund succeeded.'),
    ('account_mismatch',    'another account''s number', '商户号不一致',   'The number belongs to a record of another account or channel.'),
    ('duplicate_in_channel','listed or paid twice',      '渠道重复',       'The channel has the number more than once: the buyer paid twice, or the row is listed twice.'),
    ('unclassified',        'unknown kind',              '未识别',         'The row''s kind or state is none that is known; it is counted and never paired.'),
    ('fee_mismatch',        'fee differs',               '手续费不一致',   'The fee is not the contracted one.'),
    ('over_refund',         'refunded too much',         '超额退款',       'The refunds of one payment add up to more than the payment.');

COMMENT ON VIEW recon.codes IS
    'Codes of discrepancies (差错代码), with labels. 长款/短款 mean opposite things in practice and are no codes here: in the cash view 长款 is "the channel has more".';
COMMENT ON COLUMN recon.codes.code IS 'Stable code, as stored';
COMMENT ON COLUMN recon.codes.label_en IS 'English label';
COMMENT ON COLUMN recon.codes.label_zh IS 'Chinese label';
COMMENT ON COLUMN recon.codes.meaning IS 'What it says, in a sentence';
