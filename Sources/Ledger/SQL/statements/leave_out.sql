-- What counts in another row, of the days of a statement: worked out of all statements that there are, so that it does not
-- matter which came first.
DELETE FROM ledger.seller_row_left_out l USING ledger.seller_row r
WHERE r.statement_id = ANY (:near) AND r.shop_id = :shop AND r.booked_at >= :from AND r.booked_at < :until
  AND (l.shop_id, l.statement_id, l.line_no) = (r.shop_id, r.statement_id, r.line_no);
INSERT INTO ledger.seller_row_left_out (shop_id, statement_id, line_no, reason)
SELECT r.shop_id, r.statement_id, r.line_no, 'repeated'
FROM ledger.seller_row r JOIN ledger.seller_statement s USING (shop_id, statement_id)
WHERE r.statement_id = ANY (:near) AND r.shop_id = :shop AND r.booked_at >= :from AND r.booked_at < :until AND EXISTS (
    SELECT FROM ledger.seller_row e JOIN ledger.seller_statement n USING (shop_id, statement_id)
    WHERE e.statement_id = ANY (:near) AND e.shop_id = r.shop_id AND e.booked_at = r.booked_at AND n.pot = s.pot AND e.identity = r.identity
      AND e.occurrence = r.occurrence AND e.statement_id < r.statement_id AND e.booked_at >= :from AND e.booked_at < :until);
-- Copies of the aggregated account: whatever the file says mirrors it, on the days that a statement of it covers; and, where the
-- file does not say, what has a row there of the same order, code, amount and second, each of them once.
INSERT INTO ledger.seller_row_left_out (shop_id, statement_id, line_no, reason)
WITH row AS (
    SELECT r.shop_id, r.statement_id, r.line_no, k.pot, r.order_no, k.code, r.amount_fen, r.booked_at, k.is_mirror,
           row_number() OVER (PARTITION BY k.pot = 'alipay', r.order_no, k.code, r.amount_fen, r.booked_at
                                   ORDER BY r.statement_id, r.line_no) AS place
    FROM ledger.seller_row r JOIN ledger.seller_kind k USING (shop_id, kind_no)
    WHERE r.statement_id = ANY (:near) AND r.shop_id = :shop AND r.booked_at >= :from AND r.booked_at < :until AND NOT EXISTS (
        SELECT FROM ledger.seller_row_left_out l WHERE (l.shop_id, l.statement_id, l.line_no) = (r.shop_id, r.statement_id, r.line_no))
      AND (k.pot = 'aggregated' OR k.pot = 'alipay' AND k.is_mirror IS DISTINCT FROM false))
SELECT r.shop_id, r.statement_id, r.line_no, 'copy'
FROM row r
WHERE r.pot = 'alipay' AND (
    r.is_mirror AND EXISTS (
        SELECT FROM ledger.seller_statement s
        WHERE s.shop_id = r.shop_id AND s.pot = 'aggregated'
          AND (r.booked_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN (s.first_at AT TIME ZONE 'Asia/Shanghai')::date
                                                                   AND (s.last_at AT TIME ZONE 'Asia/Shanghai')::date)
    OR r.order_no <> '' AND EXISTS (
        SELECT FROM row a
        WHERE a.pot = 'aggregated' AND (a.order_no, a.code, a.amount_fen, a.booked_at, a.place)
                                     = (r.order_no, r.code, r.amount_fen, r.booked_at, r.place)))
