-- What a month's pages add up, before anything is made of it: a shop may have millions of rows, and kinds and days are few. Grouped by
-- numbers, and in memory of its own, since the planner takes them for many and would sort all rows.
CREATE OR REPLACE FUNCTION ledger.seller_sums(shop integer, statements bigint[]) RETURNS TABLE (
    statement_id bigint, pot text, month date, code text, text text, type text, counted_as text, left_out text, class text, reason text,
    rows bigint, amount_fen bigint, first_at timestamptz, last_at timestamptz)
LANGUAGE sql STABLE ROWS 1000 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off SET enable_sort = off SET work_mem = '64MB' AS $$
    SELECT s.statement_id, k.pot, m.month, k.code, k.text, k.type, k.counted_as, s.left_out,
           ledger.seller_class(s.left_out, k.names_orders, k.code_class, k.fee_code, k.code, k.is_own_funds,
               s.paid_day IS NOT NULL, date_trunc('month', date '1970-01-01' + s.paid_day) = m.month),
           ledger.seller_reason(s.left_out, k.names_orders, k.code_class, k.description, k.code, k.is_own_funds, s.is_known),
           s.rows, s.amount_fen, s.first_at, s.last_at
    FROM (SELECT r.statement_id, r.kind_no, l.reason AS left_out, r.booked_day,
                 ((date_part('epoch', o.paid_at)::bigint + 28800) / 86400)::integer AS paid_day, o.order_no IS NOT NULL AS is_known,
                 count(*) AS rows, sum(r.amount_fen)::bigint AS amount_fen, min(r.booked_at) AS first_at, max(r.booked_at) AS last_at
          FROM ledger.seller_row r
          LEFT JOIN ledger.seller_row_left_out l ON l.shop_id = r.shop_id AND l.statement_id = r.statement_id AND l.line_no = r.line_no
          LEFT JOIN ledger.shop_order o ON o.shop_id = r.shop_id AND o.order_no = r.order_no
          WHERE r.shop_id = $1 AND r.statement_id = ANY ($2)
          GROUP BY 1, 2, 3, 4, 5, 6) s
    CROSS JOIN LATERAL (SELECT date_trunc('month', date '1970-01-01' + s.booked_day)::date AS month) m
    JOIN ledger.seller_kind_class k ON k.shop_id = $1 AND k.kind_no = s.kind_no $$;

COMMENT ON FUNCTION ledger.seller_sums IS
    'Rows of some of a shop''s statements added up by kind, by day and by the day that their order was paid: as ledger.seller_row_class says of each row.';
