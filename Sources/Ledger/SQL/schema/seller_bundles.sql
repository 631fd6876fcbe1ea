-- Movements of one order in one statement lie together: a row of the table and an index's entry for each order of a month, and not
-- for each of its movements, which took an import longer than all else. ledger.seller_row has them one by one, as before.
ALTER TABLE ledger.seller_row RENAME TO seller_row_before;
DROP INDEX ledger.seller_row_place, ledger.seller_row_order;
CREATE TABLE ledger.seller_bundle (
    statement_id bigint NOT NULL,
    shop_id      integer NOT NULL,
    order_no     text NOT NULL,
    line_nos     integer[] NOT NULL,
    integers     bigint[] NOT NULL,
    occurrences  integer[],
    numbers      text NOT NULL,
    CONSTRAINT rows_are_whole CHECK (cardinality(integers) = 5 * cardinality(line_nos)),
    CONSTRAINT occurrences_are_whole CHECK (cardinality(occurrences) = cardinality(line_nos))
);
-- As many as the program puts together.
INSERT INTO ledger.seller_bundle
SELECT statement_id, shop_id, order_no, array_agg(line_no ORDER BY line_no), ARRAY(
           SELECT i FROM unnest(array_agg(ARRAY[extract(epoch FROM booked_at)::bigint, amount_fen,
                                                coalesce(balance_fen, (-9223372036854775808)::bigint), identity, kind_no] ORDER BY line_no)) AS i),
       CASE WHEN max(occurrence) > 1 THEN array_agg(occurrence ORDER BY line_no) END,
       string_agg(rtrim(concat_ws(E'\t', serial_no, business_no, coalesce('=' || sub_order_no, ''), coalesce(refund_no, ''),
                                  coalesce(array_to_string(candidates, ','), '')), E'\t'), E'\n' ORDER BY line_no)
FROM (SELECT *, (row_number() OVER (PARTITION BY statement_id, order_no ORDER BY line_no) - 1) / 64 AS part
      FROM ledger.seller_row_before) r
GROUP BY statement_id, shop_id, order_no, part ORDER BY statement_id, min(line_no);
DROP TABLE ledger.seller_row_before;
-- Asked for each order, it takes longer than all else; whoever writes an order holds its shop.
ALTER TABLE ledger.shop_order DROP CONSTRAINT shop_order_shop_id_fkey;
-- A statement's bundles lie together.
CREATE INDEX seller_bundle_place ON ledger.seller_bundle USING brin (statement_id) WITH (pages_per_range = 32);
-- Long digits, which no language sorts.
CREATE INDEX seller_bundle_order ON ledger.seller_bundle USING hash (order_no) WHERE order_no <> '';
-- Imports have this looked over: what no plan depends on, and how often numbers return, need not be found out.
ALTER TABLE ledger.seller_bundle ALTER line_nos SET STATISTICS 0, ALTER integers SET STATISTICS 0,
    ALTER occurrences SET STATISTICS 0, ALTER numbers SET STATISTICS 0, ALTER order_no SET (n_distinct = -0.7),
    ALTER statement_id SET STATISTICS 20, ALTER shop_id SET STATISTICS 20, ALTER order_no SET STATISTICS 20;
COMMENT ON TABLE ledger.seller_bundle IS
    'Movements of the pots, as the statements list them; never changed. Those of one statement that name one order, or none, lie together, at most 64; ledger.seller_row has them one by one. Remarks, goods and the other party stay in the file.';
COMMENT ON COLUMN ledger.seller_bundle.order_no IS 'Empty for movements that name none, several, or two that disagree.';
COMMENT ON COLUMN ledger.seller_bundle.line_nos IS 'Where each stands in the file.';
COMMENT ON COLUMN ledger.seller_bundle.integers IS
    'Of each in turn: when it was booked, in seconds since 1970; fen; fen of the balance, the least bigint where there is none; its identity; its number in ledger.seller_kind.';
COMMENT ON COLUMN ledger.seller_bundle.occurrences IS
    'From 1, where one file has several that are alike; empty where each is the first.';
COMMENT ON COLUMN ledger.seller_bundle.numbers IS
    'A line for each, separated by tabs: serial number, business number, = and the sub-order''s where it is not the order''s, refund number, candidates with commas between them.';
