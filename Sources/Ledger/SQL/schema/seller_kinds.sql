-- Rows of a shop's statements without what they have in common, and with indexes that cost an import little.
CREATE TABLE ledger.seller_kind (
    shop_id      integer NOT NULL REFERENCES ledger.shop,
    kind_no      integer NOT NULL,
    pot          text NOT NULL CHECK (pot IN ('aggregated', 'deposit', 'alipay')),
    names_orders text NOT NULL CHECK (names_orders IN ('none', 'one', 'several', 'conflict')),
    rule         text,
    code         text NOT NULL,
    text         text NOT NULL,
    type         text NOT NULL,
    description  text NOT NULL CHECK (description IN ('absent', 'blank', 'coded', 'uncoded')),
    is_own_funds boolean NOT NULL,
    is_mirror    boolean,
    PRIMARY KEY (shop_id, kind_no)
);
COMMENT ON TABLE ledger.seller_kind IS
    'What many rows of a shop''s statements have in common, each once, numbered from 1; never changed.';
COMMENT ON COLUMN ledger.seller_kind.is_mirror IS
    'The file says that the row mirrors one of the aggregated account (聚合结算渠道), or that it does not; empty where it does not say.';
COMMENT ON COLUMN ledger.seller_kind.description IS 'What stands in 业务描述: absent, blank, coded or uncoded.';
INSERT INTO ledger.seller_kind
SELECT shop_id, row_number() OVER (PARTITION BY shop_id), pot, names_orders, rule, code, text, type, description, is_own_funds, is_mirror
FROM (SELECT DISTINCT shop_id, pot, names_orders, rule, code, text, type, description, is_own_funds, is_mirror
      FROM ledger.seller_row) k;

ALTER TABLE ledger.seller_row RENAME TO seller_row_before;
DROP INDEX ledger.seller_row_order, ledger.seller_row_time;
CREATE TABLE ledger.seller_row (
    statement_id bigint NOT NULL,
    booked_at    timestamptz NOT NULL,
    amount_fen   bigint NOT NULL,
    balance_fen  bigint,
    identity     bigint NOT NULL,
    shop_id      integer NOT NULL,
    line_no      integer NOT NULL,
    kind_no      integer NOT NULL,
    occurrence   integer NOT NULL,
    order_no     text NOT NULL,
    serial_no    text NOT NULL,
    business_no  text NOT NULL,
    sub_order_no text,
    refund_no    text,
    candidates   text[]
);
INSERT INTO ledger.seller_row
SELECT r.statement_id, r.booked_at, r.amount_fen, r.balance_fen, r.identity, r.shop_id, r.line_no, k.kind_no, r.occurrence, r.order_no,
       r.serial_no, r.business_no, nullif(r.sub_order_no, r.order_no), nullif(r.refund_no, ''), r.candidates
FROM ledger.seller_row_before r
JOIN ledger.seller_kind k USING (shop_id, pot, names_orders, code, text, type, description, is_own_funds)
WHERE (k.rule, k.is_mirror) IS NOT DISTINCT FROM (r.rule, r.is_mirror)
ORDER BY r.statement_id, r.line_no;
ALTER TABLE ledger.seller_row_left_out DROP CONSTRAINT seller_row_left_out_shop_id_statement_id_line_no_fkey;
DROP TABLE ledger.seller_row_before;
-- The rows of a statement lie together, mostly in the order of their times; its lines are told apart by whoever writes it.
CREATE INDEX seller_row_place ON ledger.seller_row USING brin (statement_id, booked_at) WITH (pages_per_range = 32);
-- Long digits, which no language sorts.
CREATE INDEX seller_row_order ON ledger.seller_row USING hash (order_no) WHERE order_no <> '';
-- Each import has the rows looked over: what no plan depends on, and how often numbers return, need not be found out.
ALTER TABLE ledger.seller_row ALTER balance_fen SET STATISTICS 0, ALTER identity SET STATISTICS 0, ALTER line_no SET STATISTICS 0,
    ALTER serial_no SET STATISTICS 0, ALTER business_no SET STATISTICS 0, ALTER sub_order_no SET STATISTICS 0,
    ALTER refund_no SET STATISTICS 0, ALTER candidates SET STATISTICS 0, ALTER order_no SET (n_distinct = -0.25),
    -- A sample of 6000 rows will do: it is drawn by every import.
    ALTER statement_id SET STATISTICS 20, ALTER booked_at SET STATISTICS 20, ALTER amount_fen SET STATISTICS 20,
    ALTER shop_id SET STATISTICS 20, ALTER kind_no SET STATISTICS 20, ALTER occurrence SET STATISTICS 20,
    ALTER order_no SET STATISTICS 20;
ALTER TABLE ledger.shop_order ALTER shop_id SET STATISTICS 20, ALTER order_no SET STATISTICS 20, ALTER paid_at SET STATISTICS 20,
    ALTER payments SET STATISTICS 20, ALTER payment_no SET STATISTICS 20, ALTER orders SET STATISTICS 20,
    ALTER paid_fen SET STATISTICS 20, ALTER refunds_fen SET STATISTICS 0, ALTER read_at SET STATISTICS 0;
COMMENT ON TABLE ledger.seller_row IS 'Movements of the pots, as the statements list them; never changed. Remarks, goods and the other party stay in the file.';
COMMENT ON COLUMN ledger.seller_row.identity IS
    'What tells the same movement in another file: of its serial number, time and amount at Alipay, else of its cells.';
COMMENT ON COLUMN ledger.seller_row.occurrence IS 'From 1, where one file has several that are alike.';
COMMENT ON COLUMN ledger.seller_row.sub_order_no IS 'Empty where it is the order''s.';
COMMENT ON COLUMN ledger.seller_row.candidates IS
    'Of a row that names several orders, or two that disagree: which, in order of trust; each behind the rule that found it and a blank.';

-- Only payments for several orders are ever asked for.
DROP INDEX ledger.shop_order_payment;
CREATE INDEX shop_order_payment ON ledger.shop_order (shop_id, payment_no) WHERE orders > 1;

-- An alarm may be about what a shop's statements bear.
ALTER TABLE ledger.alarm ADD shop_id integer REFERENCES ledger.shop, DROP CONSTRAINT of_an_account_or_a_service,
    ADD CONSTRAINT of_one_owner CHECK (num_nonnulls(account_id, service, shop_id) = 1);
COMMENT ON COLUMN ledger.alarm.shop_id IS
    'The shop whose statements it is about. Every service of the database tells of it; of one cause there is one, whichever shop had it first.';
