-- What each row of a statement is of, the first that applies. A month begins at midnight in Shanghai.
CREATE OR REPLACE VIEW ledger.seller_row_class AS
SELECT r.shop_id, r.statement_id, r.line_no, k.pot, r.booked_at, r.amount_fen, r.balance_fen, r.order_no, k.names_orders, k.rule,
       k.code, k.text, k.type, r.serial_no, r.business_no, coalesce(r.refund_no, '') AS refund_no, r.candidates, l.reason AS left_out, c.class AS code_class,
       date_trunc('month', r.booked_at AT TIME ZONE 'Asia/Shanghai')::date AS month,
       CASE WHEN l.reason IS NOT NULL THEN l.reason
            WHEN k.names_orders = 'conflict' THEN 'unresolved'
            WHEN c.class IN ('fee', 'insurance', 'marketing', 'donation', 'subsidy') THEN 'fee:' || k.counted_as
            WHEN k.description = 'blank' AND k.code = '' AND c.class IS NULL THEN 'fee:'
            WHEN c.class = 'own_funds' OR c.class IS NULL AND k.code = '' AND k.is_own_funds THEN 'own_funds'
            WHEN c.class IN ('receipt', 'refund', 'deposit_refund') AND k.names_orders = 'one' AND o.paid_at IS NOT NULL THEN
                CASE WHEN date_trunc('month', o.paid_at AT TIME ZONE 'Asia/Shanghai') = date_trunc('month', r.booked_at AT TIME ZONE 'Asia/Shanghai')
                     THEN 'order' ELSE 'other_period' END
            ELSE 'unresolved' END AS class,
       CASE WHEN l.reason IS NOT NULL THEN NULL
            WHEN k.names_orders = 'conflict' THEN 'numbers_disagree'
            WHEN c.class IS NULL AND k.code <> '' THEN 'unknown_code'
            WHEN c.class IS NULL AND (k.description = 'blank' OR k.is_own_funds) THEN NULL
            WHEN c.class IS NULL THEN 'unknown_type'
            WHEN c.class NOT IN ('receipt', 'refund', 'deposit_refund') THEN NULL
            WHEN k.names_orders = 'several' THEN 'several_orders'
            WHEN k.names_orders = 'none' THEN 'no_order_number'
            WHEN o.order_no IS NULL THEN 'unknown_order' END AS reason
FROM ledger.seller_row r
JOIN (SELECT *, CASE WHEN code <> '' THEN code ELSE type END AS counted_as FROM ledger.seller_kind) k USING (shop_id, kind_no)
LEFT JOIN ledger.seller_row_left_out l USING (shop_id, statement_id, line_no)
LEFT JOIN ledger.business_code c ON c.code = k.counted_as
LEFT JOIN ledger.shop_order o ON o.shop_id = r.shop_id AND o.order_no = r.order_no;

COMMENT ON VIEW ledger.seller_row_class IS
    'Rows of the pots with the class of their money, before suggestions, and why nothing is known of it.';
