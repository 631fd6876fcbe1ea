-- Payments whose refunds add up to more. Of several amounts that are said of one, the least counts.
INSERT INTO pg_temp.excess
SELECT account_id, payment_no, a.payment_fen, sum(r.amount_fen)
FROM pg_temp.touched_refund r
JOIN (SELECT account_id, payment_no, min(amount_fen) AS payment_fen FROM pg_temp.payment_amount GROUP BY 1, 2) a
     USING (account_id, payment_no)
GROUP BY 1, 2, 3 HAVING sum(r.amount_fen) > a.payment_fen
