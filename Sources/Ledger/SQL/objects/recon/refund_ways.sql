-- Refunds by the shop's records against those of the pots, of one amount each, the first with the first. Order by order, so that
-- one order is found by its key. What is recorded without a time, and which number it has, is known of what a run could not pair.
CREATE OR REPLACE VIEW recon.refund_ways AS
SELECT h.shop, k.order_no, coalesce(w.recorded_no, nullif(w.refund_no, '')) AS refund_no, w.step,
       CASE WHEN w.step = 'recorded' AND b.reason IN ('refund_without_source', 'refund_recorded_twice') THEN b.reason
            WHEN w.step = 'recorded' AND b.reason = 'difference' THEN 'not_paid'
            WHEN w.step = 'booked' AND w.recorded_fen IS NULL AND (b.reason = 'difference' OR o.order_no IS NULL) THEN 'not_recorded' END AS flag,
       recon.yuan(w.recorded_fen)::numeric(18, 2) AS recorded, w.recorded_at, w.pot, recon.yuan(-w.amount_fen)::numeric(18, 2) AS paid,
       w.booked_at, w.code, coalesce(c.text, w.text) AS code_text, recon.yuan(w.returned_fen)::numeric(18, 2) AS returned, w.returned_at,
       o.payment_no, w.statement_id, w.line_no
FROM (SELECT shop_id, order_no FROM ledger.seller_row_class
      WHERE code_class IN ('refund', 'deposit_refund') AND left_out IS NULL AND order_no <> ''
      UNION SELECT shop_id, order_no FROM ledger.shop_order WHERE refunds_fen <> '{}'
      UNION SELECT o.shop_id, o.order_no FROM ledger.record r JOIN ledger.shop_order o USING (payment_no)
      WHERE r.entry_type = 'refund' AND r.state = 'processing') k
JOIN ledger.shop h USING (shop_id)
LEFT JOIN ledger.shop_order o USING (shop_id, order_no)
-- OFFSET 0: each by its key, too, where many are asked for.
LEFT JOIN LATERAL (SELECT b.difference_fen, b.reason FROM ledger.order_balance b
                   WHERE b.shop_id = k.shop_id AND b.order_no = k.order_no OFFSET 0) b ON true
-- A payment's refunds are those of all its orders; what no pot has paid yet is shown at the first of them.
CROSS JOIN LATERAL (SELECT CASE WHEN o.orders > 1 THEN ARRAY(SELECT g.order_no FROM ledger.shop_order g WHERE g.shop_id = o.shop_id
                                AND g.payment_no = o.payment_no ORDER BY 1) ELSE ARRAY[k.order_no] END AS order_nos) g
CROSS JOIN LATERAL (
    WITH moved AS (
        SELECT r.order_no, r.amount_fen, r.refund_no, r.pot, r.booked_at, r.code, r.type, r.text, r.statement_id, r.line_no,
               row_number() OVER (PARTITION BY r.amount_fen ORDER BY r.booked_at, r.statement_id, r.line_no) AS turn
        FROM ledger.seller_row_class r
        WHERE r.shop_id = k.shop_id AND r.order_no = ANY (g.order_nos) AND r.order_no <> '' AND r.left_out IS NULL
          AND r.code_class IN ('refund', 'deposit_refund')),
    -- What came back was no refund in the end: one that stayed out is the recorded one.
    paid AS (
        SELECT p.order_no, p.amount_fen, p.refund_no, p.pot, p.booked_at, coalesce(nullif(p.code, ''), p.type) AS code, p.text,
               p.statement_id, p.line_no, t.amount_fen AS returned_fen, t.booked_at AS returned_at, t.order_no AS returned_order_no,
               row_number() OVER (PARTITION BY p.amount_fen ORDER BY t.turn IS NOT NULL, p.turn) AS turn
        FROM (SELECT * FROM moved WHERE amount_fen < 0) p
        FULL JOIN (SELECT * FROM moved WHERE amount_fen > 0) t ON t.amount_fen = -p.amount_fen AND t.turn = p.turn),
    known AS (
        SELECT r.refund_no, r.amount_fen, r.occurred_at, r.state = 'processing' AS is_asked,
               row_number() OVER (PARTITION BY r.state, r.amount_fen ORDER BY r.occurred_at, r.refund_no) AS turn
        FROM ledger.record r WHERE r.payment_no = o.payment_no AND r.entry_type = 'refund' AND r.state IN ('succeeded', 'processing')),
    recorded AS (
        SELECT f.fen, f.turn, n.refund_no, n.occurred_at, false AS is_asked
        FROM (SELECT f AS fen, row_number() OVER (PARTITION BY f) AS turn FROM unnest(o.refunds_fen) AS f) f
        LEFT JOIN known n ON n.amount_fen = f.fen AND n.turn = f.turn AND NOT n.is_asked
        UNION ALL SELECT amount_fen, -turn, refund_no, occurred_at, true FROM known WHERE is_asked),
    pair AS (
        SELECT p.*, r.fen AS recorded_fen, r.refund_no AS recorded_no, r.occurred_at AS recorded_at, r.is_asked,
               count(*) FILTER (WHERE p.amount_fen IS NULL AND NOT r.is_asked) OVER () > 0 AS is_one_unpaid,
               count(*) FILTER (WHERE r.fen IS NULL AND p.returned_fen IS NULL) OVER () > 0 AS is_one_unrecorded
        FROM recorded r FULL JOIN paid p ON -p.amount_fen = r.fen AND p.turn = r.turn)
    SELECT pair.*, CASE WHEN is_asked THEN 'asked' WHEN returned_fen IS NOT NULL THEN 'returned'
                        WHEN b.difference_fen = 0 AND is_one_unpaid AND is_one_unrecorded AND (recorded_fen IS NULL OR amount_fen IS NULL) THEN 'in_parts'
                        WHEN amount_fen IS NOT NULL THEN 'booked'
                        WHEN b.difference_fen = 0 THEN 'before_settlement' ELSE 'recorded' END AS step
    FROM pair) w
LEFT JOIN ledger.business_code c ON c.code = w.code
WHERE coalesce(w.order_no, w.returned_order_no, g.order_nos[1]) = k.order_no
ORDER BY h.shop, k.order_no, coalesce(w.booked_at, w.recorded_at, w.returned_at), w.line_no, w.recorded_fen;

COMMENT ON VIEW recon.refund_ways IS
    'Each refund of a Taobao order, as the shop recorded it or as a pot paid it, and how far it has come (退款去向): what is recorded adds up to the refunds of recon.order_money, what is paid less what returned to the pots.';
COMMENT ON COLUMN recon.refund_ways.shop IS 'The shop, by the name that its statements are imported under (店铺)';
COMMENT ON COLUMN recon.refund_ways.order_no IS 'Taobao order (订单号); of a payment for several orders, while no pot has paid it, the first of them';
COMMENT ON COLUMN recon.refund_ways.refund_no IS 'The shop''s number of it, where a run left it unpaired, else the one that the statement names (退款单号)';
COMMENT ON COLUMN recon.refund_ways.step IS 'asked (申请中): processing in the shop; recorded (已登记): succeeded there, in no statement yet; booked (已入账): a pot paid it; in_parts (分笔支付): recorded and paid in other pieces, which agree; before_settlement (结算前退款): the receipt came without it; returned (已退回): it came back into a pot';
COMMENT ON COLUMN recon.refund_ways.flag IS 'Why a person should look: refund_without_source (退款无来源: 缺保证金账单), refund_recorded_twice (退款重复登记), not_paid (未支付): the statements are there and no pot has paid it, not_recorded (商城未登记): a pot paid what the shop does not know';
COMMENT ON COLUMN recon.refund_ways.recorded IS 'Amount by the shop''s records, in yuan (登记金额)';
COMMENT ON COLUMN recon.refund_ways.recorded_at IS 'When, by the shop; known of what a run left unpaired';
COMMENT ON COLUMN recon.refund_ways.pot IS 'Whose statement lists it: aggregated (聚合账户), deposit (保证金) or alipay (支付宝账户)';
COMMENT ON COLUMN recon.refund_ways.paid IS 'What the pot paid, in yuan, positive (支付金额)';
COMMENT ON COLUMN recon.refund_ways.booked_at IS 'When it was booked there (入账时间)';
COMMENT ON COLUMN recon.refund_ways.code IS 'Business code (业务码): 0020001 out of the balance, 0020002 out of the deposit; the type of a row without one';
COMMENT ON COLUMN recon.refund_ways.code_text IS 'Its text (业务描述)';
COMMENT ON COLUMN recon.refund_ways.returned IS 'What came back into a pot, in yuan (退回金额)';
COMMENT ON COLUMN recon.refund_ways.returned_at IS 'When';
COMMENT ON COLUMN recon.refund_ways.payment_no IS 'The shop''s payment (商户订单号)';
COMMENT ON COLUMN recon.refund_ways.statement_id IS 'Statement that lists it (账单编号)';
COMMENT ON COLUMN recon.refund_ways.line_no IS 'Line or row in the file (行号)';
