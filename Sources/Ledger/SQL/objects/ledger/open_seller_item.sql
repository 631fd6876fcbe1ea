-- What a person would have to explain: orders that do not come to what the shop expects, and rows of which nothing is known.
CREATE OR REPLACE VIEW ledger.open_seller_item AS
SELECT b.shop_id, CASE WHEN b.orders > 1 THEN 'payment ' || b.payment_no ELSE 'order ' || b.order_no END AS item,
       min(b.order_no) AS order_no, min(b.difference_fen) AS amount_fen, max(b.last_at) AS at, min(b.reason) AS reason
FROM ledger.order_balance b WHERE b.reason IS NOT NULL GROUP BY 1, 2
UNION ALL
SELECT r.shop_id, format('row %s:%s', r.statement_id, r.line_no), r.order_no, r.amount_fen, r.booked_at, r.reason
FROM ledger.seller_row_unresolved r;

COMMENT ON VIEW ledger.open_seller_item IS
    'Orders, payments for several of them, and rows of a shop''s statements that are not explained, and why; the item''s name is stable.';
