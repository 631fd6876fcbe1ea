-- What was read of the shop's records takes the place of what was known. Each order is looked for by its key, in order, so that what
-- it costs does not depend on how many there are.
INSERT INTO ledger.shop_order AS o (shop_id, order_no, paid_at, payments, payment_no, orders, paid_fen, refunds_fen)
SELECT :shop, order_no, paid_at, payments, payment_no, orders, paid_fen, refunds_fen FROM pg_temp.read_order ORDER BY order_no
ON CONFLICT (shop_id, order_no) DO UPDATE
   SET paid_at = EXCLUDED.paid_at, payments = EXCLUDED.payments, payment_no = EXCLUDED.payment_no, orders = EXCLUDED.orders,
       paid_fen = EXCLUDED.paid_fen, refunds_fen = EXCLUDED.refunds_fen, read_at = clock_timestamp()
 WHERE (o.paid_at, o.payments, o.payment_no, o.orders, o.paid_fen, o.refunds_fen)
       IS DISTINCT FROM (EXCLUDED.paid_at, EXCLUDED.payments, EXCLUDED.payment_no, EXCLUDED.orders, EXCLUDED.paid_fen, EXCLUDED.refunds_fen)
