-- What each row of a statement is of. A month begins at midnight in Shanghai.
CREATE OR REPLACE VIEW ledger.seller_row_class AS
SELECT r.shop_id, r.statement_id, r.line_no, k.pot, r.booked_at, r.amount_fen, r.balance_fen, r.order_no, k.names_orders, k.rule,
       k.code, k.text, k.type, r.serial_no, r.business_no, coalesce(r.refund_no, '') AS refund_no, r.candidates, l.reason AS left_out,
       k.code_class, k.fee_code, date_trunc('month', r.booked_at AT TIME ZONE 'Asia/Shanghai')::date AS month,
       ledger.seller_class(l.reason, k.names_orders, k.code_class, k.fee_code, k.code, k.is_own_funds, o.paid_at IS NOT NULL,
           date_trunc('month', o.paid_at AT TIME ZONE 'Asia/Shanghai') = date_trunc('month', r.booked_at AT TIME ZONE 'Asia/Shanghai')) AS class,
       ledger.seller_reason(l.reason, k.names_orders, k.code_class, k.description, k.code, k.is_own_funds, o.order_no IS NOT NULL) AS reason
FROM ledger.seller_row r
JOIN ledger.seller_kind_class k USING (shop_id, kind_no)
LEFT JOIN ledger.seller_row_left_out l USING (shop_id, statement_id, line_no)
LEFT JOIN ledger.shop_order o ON o.shop_id = r.shop_id AND o.order_no = r.order_no;

COMMENT ON VIEW ledger.seller_row_class IS
    'Rows of the pots with the class of their money, before suggestions, and why nothing is known of it.';
