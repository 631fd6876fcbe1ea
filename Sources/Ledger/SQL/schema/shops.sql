-- The pots of a seller on Taobao (Contract 6): statements that people import, their rows, and whose money they are.

CREATE TABLE ledger.shop (
    shop_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shop    text NOT NULL UNIQUE CHECK (shop ~ '^\S(.{0,62}\S)?$'),
    alipay  text CHECK (alipay <> '')
);
COMMENT ON TABLE ledger.shop IS 'Shops whose statements were imported, by the names that people gave them.';
COMMENT ON COLUMN ledger.shop.alipay IS
    'The partner number that its statements of the Alipay account print; one that prints another is refused.';

CREATE TABLE ledger.seller_statement (
    shop_id      integer NOT NULL REFERENCES ledger.shop,
    statement_id bigint GENERATED ALWAYS AS IDENTITY,
    pot          text NOT NULL CHECK (pot IN ('aggregated', 'deposit', 'alipay')),
    file_name    text NOT NULL,
    size_bytes   bigint NOT NULL CHECK (size_bytes >= 0),
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    rows_in      bigint NOT NULL,
    in_fen       bigint NOT NULL CHECK (in_fen >= 0),
    rows_out     bigint NOT NULL,
    out_fen      bigint NOT NULL CHECK (out_fen >= 0),
    first_at     timestamptz,
    last_at      timestamptz,
    opening_fen  bigint,
    closing_fen  bigint,
    has_totals   boolean NOT NULL,
    flagged_rows bigint NOT NULL,
    notes        text[] NOT NULL,
    imported_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    imported_by  text NOT NULL DEFAULT session_user,
    PRIMARY KEY (shop_id, statement_id),
    UNIQUE (statement_id),
    UNIQUE (shop_id, sha256),
    CONSTRAINT rows_have_a_time CHECK ((rows_in + rows_out = 0) = (first_at IS NULL) AND (first_at IS NULL) = (last_at IS NULL))
);
COMMENT ON TABLE ledger.seller_statement IS 'Files of a pot''s movements that were imported for a shop, each once.';

CREATE TABLE ledger.seller_row (
    shop_id       integer NOT NULL,
    statement_id  bigint NOT NULL,
    line_no       integer NOT NULL,
    pot           text NOT NULL,
    booked_at     timestamptz NOT NULL,
    amount_fen    bigint NOT NULL,
    balance_fen   bigint,
    identity      bigint NOT NULL,
    occurrence    integer NOT NULL DEFAULT 1,
    serial_no     text NOT NULL,
    business_no   text NOT NULL,
    order_no      text NOT NULL,
    sub_order_no  text NOT NULL,
    refund_no     text NOT NULL,
    names_orders  text NOT NULL CHECK (names_orders IN ('none', 'one', 'several', 'conflict')),
    rule          text,
    candidates    text[],
    code          text NOT NULL,
    text          text NOT NULL,
    type          text NOT NULL,
    description   text NOT NULL CHECK (description IN ('absent', 'blank', 'coded', 'uncoded')),
    is_own_funds  boolean NOT NULL,
    is_mirror     boolean,
    PRIMARY KEY (shop_id, statement_id, line_no)
);
-- No foreign key to the statement: asked for each row, it would take longer than all else. Both are written by one transaction.
CREATE INDEX seller_row_order ON ledger.seller_row (shop_id, order_no) WHERE order_no <> '';
CREATE INDEX seller_row_time ON ledger.seller_row (shop_id, booked_at);
COMMENT ON TABLE ledger.seller_row IS 'Movements of the pots, as the statements list them; never changed. Remarks, goods and the other party stay in the file.';
COMMENT ON COLUMN ledger.seller_row.identity IS
    'What tells the same movement in another file: of its serial number, time and amount at Alipay, else of its cells.';
COMMENT ON COLUMN ledger.seller_row.occurrence IS 'From 1, where one file has several that are alike.';
COMMENT ON COLUMN ledger.seller_row.candidates IS
    'Of a row that names several orders, or two that disagree: which, in order of trust; each behind the rule that found it and a blank.';
COMMENT ON COLUMN ledger.seller_row.is_mirror IS
    'The file says that the row mirrors one of the aggregated account (聚合结算渠道), or that it does not; empty where it does not say.';
COMMENT ON COLUMN ledger.seller_row.description IS 'What stands in 业务描述: absent, blank, coded or uncoded.';

CREATE TABLE ledger.seller_row_left_out (
    shop_id      integer NOT NULL,
    statement_id bigint NOT NULL,
    line_no      integer NOT NULL,
    reason       text NOT NULL CHECK (reason IN ('copy', 'repeated')),
    PRIMARY KEY (shop_id, statement_id, line_no),
    FOREIGN KEY (shop_id, statement_id, line_no) REFERENCES ledger.seller_row
);
COMMENT ON TABLE ledger.seller_row_left_out IS
    'Rows that another one counts for: copies of the aggregated account''s, and those that an earlier file has. Worked out anew with each import.';

CREATE TABLE ledger.order_number_hit (
    shop_id      integer NOT NULL,
    statement_id bigint NOT NULL,
    rule         text NOT NULL,
    place        smallint NOT NULL,
    hits         bigint NOT NULL CHECK (hits >= 0),
    PRIMARY KEY (shop_id, statement_id, rule),
    FOREIGN KEY (shop_id, statement_id) REFERENCES ledger.seller_statement
);
COMMENT ON TABLE ledger.order_number_hit IS 'How often each rule found an order number in a statement, 0 included, in order of trust.';

CREATE TABLE ledger.shop_order (
    shop_id     integer NOT NULL REFERENCES ledger.shop,
    order_no    text NOT NULL,
    paid_at     timestamptz,
    payments    integer NOT NULL CHECK (payments > 0),
    payment_no  text NOT NULL,
    orders      integer NOT NULL CHECK (orders > 0),
    paid_fen    bigint NOT NULL,
    refunds_fen bigint[] NOT NULL,
    read_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (shop_id, order_no)
);
CREATE INDEX shop_order_payment ON ledger.shop_order (shop_id, payment_no);
COMMENT ON TABLE ledger.shop_order IS 'What the shop''s own records say of the orders that statements name, as they were read last.';
COMMENT ON COLUMN ledger.shop_order.payments IS 'How many payments there are for it.';
COMMENT ON COLUMN ledger.shop_order.payment_no IS 'The first of them.';
COMMENT ON COLUMN ledger.shop_order.orders IS 'How many orders its payments cover; with more than one the amounts are those of all of them.';
COMMENT ON COLUMN ledger.shop_order.refunds_fen IS 'Of each refund that succeeded, the greatest first.';

CREATE TABLE ledger.business_code (
    code      text PRIMARY KEY CHECK (code ~ '\S'),
    class     text NOT NULL CHECK (class IN ('receipt', 'refund', 'deposit_refund', 'fee', 'insurance', 'marketing', 'donation',
                                             'subsidy', 'own_funds')),
    text      text NOT NULL,
    is_ours   boolean NOT NULL DEFAULT false,
    set_by    text NOT NULL DEFAULT session_user,
    set_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE ledger.business_code IS
    'Class of each business code, and of each type of a row without one. People add to it by recon.classify_code.';
COMMENT ON COLUMN ledger.business_code.is_ours IS 'It came with the program.';
INSERT INTO ledger.business_code (code, class, text, is_ours) SELECT code, class, text, true FROM (VALUES
    ('0010001', 'receipt', '交易收款'), ('0020001', 'refund', '余额退款'), ('0020002', 'deposit_refund', '保证金退款'),
    ('0030001', 'fee', '天猫返点积分'), ('0030018', 'fee', '天猫返点积分退款'), ('0030002', 'fee', '天猫年费'),
    ('0030003', 'fee', '类目软件服务费'), ('0030038', 'fee', '支付宝服务费'), ('0030130', 'fee', '基础软件服务费'),
    ('0030007', 'fee', '聚划算'), ('0030039', 'fee', '每日必买'), ('0030129', 'fee', '热浪引擎第三方服务费'),
    ('0030153T', 'fee', '淘宝营销活动'), ('0030162T', 'fee', '淘金币软件服务费'), ('0050005', 'insurance', '卖家版运费险'),
    ('0060011', 'marketing', '淘宝客佣金'), ('0060081T', 'marketing', '商家红包'), ('0060105T', 'marketing', '商家券'),
    ('0060092T', 'marketing', '消费券代付资金扣回'), ('0060096T', 'marketing', '营销托管'), ('0070023', 'subsidy', '百亿补贴预收'),
    ('0240004T', 'subsidy', '百亿补贴激励前返'), ('0110001', 'donation', '公益宝贝'), ('0170125T', 'fee', '消费者体验提升计划'),
    ('0170144T', 'fee', 'U先物流理赔'), ('0170155T', 'fee', 'U先供应链'), ('0530294T', 'fee', '限时红包代商家垫付扣回'),
    ('0530288T', 'fee', '跨境服务增值费'), ('008000200003', 'own_funds', '保证金转出'), ('008002800014', 'own_funds', '保证金缴存'),
    ('008002800015', 'own_funds', '保证金充值'),
    -- Types of rows without a code.
    ('交易收款', 'receipt', '交易收款'), ('交易付款', 'receipt', '交易付款'), ('在线支付', 'receipt', '在线支付'),
    ('交易退款', 'refund', '交易退款'), ('退款（交易退款）', 'refund', '退款'), ('退款', 'refund', '退款'), ('收费', 'fee', '收费'),
    ('退费', 'fee', '退费'), ('提现', 'own_funds', '提现'), ('转账', 'own_funds', '转账'), ('充值', 'own_funds', '充值'),
    ('批量代发到账户', 'own_funds', '批量代发到账户'), ('保证金', 'own_funds', '保证金')) AS known (code, class, text);

CREATE TABLE ledger.suggestion_event (
    event_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shop_id    integer NOT NULL REFERENCES ledger.shop,
    plus_item  text NOT NULL,
    minus_item text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    decision   text NOT NULL CHECK (decision IN ('accepted', 'refused')),
    actor      text NOT NULL,
    note       text NOT NULL CHECK (note ~ '\S'),
    at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX suggestion_event_items ON ledger.suggestion_event (shop_id, plus_item, minus_item);
COMMENT ON TABLE ledger.suggestion_event IS 'Append-only: what people decided of pairs that were suggested; the last word on a pair holds.';
