-- A serial number of the Alipay account is one movement's: two files that say another amount or time of it are not both right.
SELECT r.line_no, e.statement_id, e.line_no, r.serial_no
FROM ledger.seller_statement s
JOIN ledger.seller_row e ON e.shop_id = s.shop_id AND e.statement_id = s.statement_id
JOIN ledger.seller_row r ON r.shop_id = s.shop_id AND r.statement_id = :statement AND r.serial_no = e.serial_no
WHERE s.shop_id = :shop AND s.statement_id <> :statement AND s.pot = 'alipay' AND r.pot = 'alipay' AND r.serial_no <> ''
  AND (r.amount_fen, r.booked_at) <> (e.amount_fen, e.booked_at)
  AND (s.first_at, s.last_at + interval '1 second') OVERLAPS (:first, :last + interval '1 second')
ORDER BY 1 LIMIT 1
