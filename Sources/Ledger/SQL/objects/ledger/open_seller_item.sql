-- What a person would have to explain: orders that do not come to what the shop expects, and rows of which nothing is known.
CREATE OR REPLACE VIEW ledger.open_seller_item AS
SELECT b.shop_id, b.item, min(b.order_no) AS order_no, min(b.difference_fen) AS amount_fen, max(b.last_at) AS at,
       CASE WHEN sum(b.received_fen) = 0 THEN 'not_settled'
            WHEN NOT bool_or(b.is_refund) THEN 'difference'
            WHEN bool_or(EXISTS (SELECT FROM ledger.seller_statement s
                                 WHERE s.shop_id = b.shop_id AND s.pot = 'deposit' AND s.last_at >= b.first_at))
            THEN CASE WHEN bool_or(b.is_twice) THEN 'refund_recorded_twice' ELSE 'difference' END
            ELSE 'refund_without_source' END AS reason
FROM (SELECT o.*, CASE WHEN o.orders > 1 THEN 'payment ' || o.payment_no ELSE 'order ' || o.order_no END AS item,
             o.difference_fen = ANY (o.refunds_fen) AS is_refund,
             (SELECT count(*) FROM unnest(o.refunds_fen) AS f WHERE f = o.difference_fen) > 1 AS is_twice
      FROM ledger.order_balance o WHERE o.difference_fen <> 0) b
GROUP BY 1, 2
UNION ALL
SELECT r.shop_id, format('row %s:%s', r.statement_id, r.line_no), r.order_no, r.amount_fen, r.booked_at, r.reason
FROM ledger.seller_row_class r WHERE r.class = 'unresolved';

COMMENT ON VIEW ledger.open_seller_item IS
    'Orders, payments for several of them, and rows of a shop''s statements that are not explained, and why; the item''s name is stable.';
