-- What was read of the shop's records takes the place of what was known. One import of a shop comes after the other.
UPDATE ledger.shop_order o
   SET paid_at = r.paid_at, payments = r.payments, payment_no = r.payment_no, orders = r.orders, paid_fen = r.paid_fen,
       refunds_fen = r.refunds_fen, read_at = clock_timestamp()
  FROM pg_temp.read_order r
 WHERE o.shop_id = :shop AND o.order_no = r.order_no
   AND (o.paid_at, o.payments, o.payment_no, o.orders, o.paid_fen, o.refunds_fen)
       IS DISTINCT FROM (r.paid_at, r.payments, r.payment_no, r.orders, r.paid_fen, r.refunds_fen);
INSERT INTO ledger.shop_order (shop_id, order_no, paid_at, payments, payment_no, orders, paid_fen, refunds_fen)
SELECT :shop, order_no, paid_at, payments, payment_no, orders, paid_fen, refunds_fen FROM pg_temp.read_order r
WHERE NOT EXISTS (SELECT FROM ledger.shop_order o WHERE o.shop_id = :shop AND o.order_no = r.order_no)
