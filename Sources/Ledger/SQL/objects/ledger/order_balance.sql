-- Of each order that a statement names: what should have come, and what has.
CREATE OR REPLACE VIEW ledger.order_balance AS
SELECT d.*,
       CASE WHEN d.difference_fen IS NULL OR d.difference_fen = 0 THEN NULL
            WHEN CASE WHEN d.orders > 1 THEN d.moved_fen <= 0 ELSE d.received_fen = 0 END THEN 'not_settled'
            -- Paid in full, and refunded less than the shop says: that is so of one refund, or of several together.
            WHEN d.difference_fen <> ALL (d.refunds_fen) AND (d.received_fen <> d.paid_fen OR d.difference_fen < 0) THEN 'difference'
            WHEN NOT EXISTS (SELECT FROM ledger.seller_statement s
                             WHERE s.shop_id = d.shop_id AND s.pot = 'deposit' AND s.last_at >= d.first_at) THEN 'refund_without_source'
            WHEN (SELECT count(*) FROM unnest(d.refunds_fen) AS f WHERE f = d.difference_fen) > 1 THEN 'refund_recorded_twice'
            ELSE 'difference' END AS reason
FROM (SELECT b.*, b.moved_fen - b.paid_fen + b.refunds_total_fen AS difference_fen FROM (
    SELECT m.shop_id, m.order_no, o.payment_no, o.paid_at, o.paid_fen, o.orders, o.refunds_fen, m.first_at, m.last_at, m.received_fen,
           m.refunded_fen, m.deposit_fen, m.deducted_fen, m.subsidy_fen, m.net_fen, m.deductions,
           -- Most have none.
           CASE WHEN o.refunds_fen = '{}' THEN 0 ELSE (SELECT coalesce(sum(f), 0) FROM unnest(o.refunds_fen) AS f) END AS refunds_total_fen,
           -- A payment for several orders is held against what moved for all of them.
           CASE WHEN o.orders > 1 THEN (
               SELECT sum(r.amount_fen) FROM ledger.shop_order g
               JOIN ledger.seller_row_class r ON r.shop_id = g.shop_id AND r.order_no = g.order_no
               WHERE g.shop_id = o.shop_id AND g.payment_no = o.payment_no AND g.orders > 1 AND r.order_no <> '' AND r.left_out IS NULL
                 AND r.code_class IN ('receipt', 'refund', 'deposit_refund'))
           ELSE m.received_fen + m.refunded_fen + m.deposit_fen END AS moved_fen
    FROM (
        SELECT s.shop_id, s.order_no, min(s.first_at) AS first_at, max(s.last_at) AS last_at, sum(s.net_fen) AS net_fen,
               coalesce(sum(s.net_fen) FILTER (WHERE s.code_class = 'receipt'), 0) AS received_fen,
               coalesce(sum(s.net_fen) FILTER (WHERE s.code_class = 'refund'), 0) AS refunded_fen,
               coalesce(sum(s.net_fen) FILTER (WHERE s.code_class = 'deposit_refund'), 0) AS deposit_fen,
               coalesce(sum(s.net_fen) FILTER (WHERE s.fee_code IS NOT NULL AND s.code_class IS DISTINCT FROM 'subsidy'), 0) AS deducted_fen,
               coalesce(sum(s.net_fen) FILTER (WHERE s.code_class = 'subsidy'), 0) AS subsidy_fen,
               jsonb_object_agg(s.fee_code, recon.yuan(s.net_fen)) FILTER (WHERE s.fee_code IS NOT NULL) AS deductions
        FROM (SELECT shop_id, order_no, code_class, fee_code, sum(amount_fen) AS net_fen, min(booked_at) AS first_at,
                     max(booked_at) AS last_at
              FROM ledger.seller_row_class WHERE left_out IS NULL AND order_no <> '' GROUP BY 1, 2, 3, 4) s
        GROUP BY 1, 2) m
    LEFT JOIN ledger.shop_order o USING (shop_id, order_no)) b) d;

COMMENT ON VIEW ledger.order_balance IS
    'Orders with what the shop expects and what the pots moved for them, in fen; of a payment for several orders the difference is that of all.';
