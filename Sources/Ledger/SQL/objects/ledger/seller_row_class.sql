-- What each row of a statement is of, the first that applies. A month begins at midnight in Shanghai.
CREATE OR REPLACE VIEW ledger.seller_row_class AS
SELECT r.shop_id, r.statement_id, r.line_no, r.pot, r.booked_at, r.amount_fen, r.balance_fen, r.order_no, r.names_orders, r.rule,
       r.code, r.text, r.type, r.serial_no, r.business_no, r.refund_no, r.candidates, l.reason AS left_out, c.class AS code_class,
       date_trunc('month', r.booked_at AT TIME ZONE 'Asia/Shanghai')::date AS month,
       CASE WHEN l.reason IS NOT NULL THEN l.reason
            WHEN r.names_orders = 'conflict' THEN 'unresolved'
            WHEN c.class IN ('fee', 'insurance', 'marketing', 'donation', 'subsidy') THEN 'fee:' || k.code
            WHEN r.description = 'blank' AND r.code = '' AND c.class IS NULL THEN 'fee:'
            WHEN c.class = 'own_funds' OR c.class IS NULL AND r.code = '' AND r.is_own_funds THEN 'own_funds'
            WHEN c.class IN ('receipt', 'refund', 'deposit_refund') AND r.names_orders = 'one' AND o.paid_at IS NOT NULL THEN
                CASE WHEN date_trunc('month', o.paid_at AT TIME ZONE 'Asia/Shanghai') = date_trunc('month', r.booked_at AT TIME ZONE 'Asia/Shanghai')
                     THEN 'order' ELSE 'other_period' END
            ELSE 'unresolved' END AS class,
       CASE WHEN l.reason IS NOT NULL THEN NULL
            WHEN r.names_orders = 'conflict' THEN 'numbers_disagree'
            WHEN c.class IS NULL AND r.code <> '' THEN 'unknown_code'
            WHEN c.class IS NULL AND (r.description = 'blank' OR r.is_own_funds) THEN NULL
            WHEN c.class IS NULL THEN 'unknown_type'
            WHEN c.class NOT IN ('receipt', 'refund', 'deposit_refund') THEN NULL
            WHEN r.names_orders = 'several' THEN 'several_orders'
            WHEN r.names_orders = 'none' THEN 'no_order_number'
            WHEN o.order_no IS NULL THEN 'unknown_order' END AS reason
FROM ledger.seller_row r
CROSS JOIN LATERAL (SELECT CASE WHEN r.code <> '' THEN r.code ELSE r.type END AS code) k
LEFT JOIN ledger.seller_row_left_out l USING (shop_id, statement_id, line_no)
LEFT JOIN ledger.business_code c ON c.code = k.code
LEFT JOIN ledger.shop_order o ON o.shop_id = r.shop_id AND o.order_no = r.order_no;

COMMENT ON VIEW ledger.seller_row_class IS
    'Rows of the pots with the class of their money, before suggestions, and why nothing is known of it.';
