-- A serial number of the Alipay account is one movement's: two files that say another amount or time of it are not both right.
SELECT r.line_no, e.statement_id, e.line_no, r.serial_no
FROM ledger.seller_statement o
JOIN ledger.seller_statement s ON s.shop_id = o.shop_id AND s.pot = o.pot AND s.statement_id <> o.statement_id
JOIN ledger.seller_row e ON e.statement_id = s.statement_id
JOIN ledger.seller_row r ON r.statement_id = :statement AND r.serial_no = e.serial_no
WHERE e.statement_id = ANY (:near) AND o.statement_id = :statement AND o.pot = 'alipay' AND r.serial_no <> ''
  AND (r.amount_fen, r.booked_at) <> (e.amount_fen, e.booked_at)
  AND (s.first_at, s.last_at + interval '1 second') OVERLAPS (:first, :last + interval '1 second')
ORDER BY 1 LIMIT 1
