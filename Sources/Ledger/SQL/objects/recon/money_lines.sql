CREATE OR REPLACE VIEW recon.money_lines (statement, line, label_en, label_zh) AS VALUES
    ('pot',    'opening',                'opening balance',                    '期初余额'),
    ('pot',    'payment',                'payments of this day',               '当日支付入账'),
    ('pot',    'payment_other_day',      'payments of other days',             '他日支付入账'),
    ('pot',    'fee',                    'fees of this day',                   '当日手续费'),
    ('pot',    'fee_other_day',          'fees of other days',                 '他日手续费'),
    ('pot',    'fee_return',             'fees given back',                    '手续费退回'),
    ('pot',    'refund',                 'refunds of this day',                '当日退款'),
    ('pot',    'refund_other_day',       'refunds of other days',              '他日退款'),
    ('pot',    'refund_returned',        'refunds that came back',             '退款退回'),
    ('pot',    'withdrawal',             'withdrawals',                        '提现'),
    ('pot',    'withdrawal_returned',    'withdrawals that came back',         '提现退回'),
    ('pot',    'top_up',                 'top-ups',                            '充值'),
    ('pot',    'transfer',               'transfers',                          '转账'),
    ('pot',    'sharing',                'shares',                             '分账'),
    ('pot',    'voucher',                'vouchers',                           '代金券'),
    ('pot',    'deposit',                'deposit',                            '保证金'),
    ('pot',    'platform',               'platform deductions',                '平台扣款'),
    ('pot',    'own_funds',              'own funds moved',                    '自有资金调拨'),
    ('pot',    'other',                  'others, of unknown words',           '其他'),
    ('pot',    'closing',                'closing balance',                    '期末余额'),
    ('pot',    'residual',               'residual',                           '差额'),
    ('bridge', 'expected',               'expected by the trade bill',         '应入账'),
    ('bridge', 'waiting',                'waiting to be booked',               '待入账'),
    ('bridge', 'not_booked',             'not booked',                         '未入账'),
    ('bridge', 'booked_other_day',       'booked on another day',              '他日入账'),
    ('bridge', 'from_other_day',         'booked here for another day',        '入账他日交易'),
    ('bridge', 'booked_only',            'booked without an entry',            '账单无此入账'),
    ('bridge', 'booked_twice',           'booked twice',                       '重复入账'),
    ('bridge', 'booked_amount_mismatch', 'booked with another amount',         '入账金额不符'),
    ('bridge', 'booked_fee_mismatch',    'booked with another fee',            '入账手续费不符'),
    ('bridge', 'refund_returned',        'refunds that came back',             '退款退回'),
    ('bridge', 'waiting_for_trade',      'their trade bill is not there yet',  '待交易账单'),
    ('bridge', 'booked',                 'booked',                             '实际入账'),
    ('bridge', 'residual',               'residual',                           '差额');

COMMENT ON VIEW recon.money_lines IS
    'Lines of the two statements of money (资金余额表, 应收实收核对), with labels: of a pot, recon.funds_statement, and of the bridge, recon.bridge.';
COMMENT ON COLUMN recon.money_lines.statement IS 'pot or bridge';
COMMENT ON COLUMN recon.money_lines.line IS 'Line, as stored';
COMMENT ON COLUMN recon.money_lines.label_en IS 'English label';
COMMENT ON COLUMN recon.money_lines.label_zh IS 'Chinese label';
