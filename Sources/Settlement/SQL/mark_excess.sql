-- The refund with which a payment's refunds first exceed it, and what that changes.
INSERT INTO pg_temp.over_refund
SELECT DISTINCT ON (account_id, payment_no) account_id, payment_no, refund_no, bill_date, file_no, line_no, payment_fen,
       total_fen
FROM (
    SELECT x.payment_fen, x.total_fen, r.*, sum(r.amount_fen) OVER (PARTITION BY account_id, payment_no
               ORDER BY r.occurred_at, r.bill_date, r.file_no, r.line_no) AS running_fen
    FROM pg_temp.excess x JOIN pg_temp.touched_refund r USING (account_id, payment_no)) AS added
WHERE running_fen > payment_fen
ORDER BY account_id, payment_no, occurred_at, bill_date, file_no, line_no;
INSERT INTO pg_temp.changed_excess
SELECT r.account_id, r.bill_date, r.file_no, r.line_no, o.payment_fen, o.total_fen
FROM pg_temp.touched_refund r LEFT JOIN pg_temp.over_refund o USING (account_id, bill_date, file_no, line_no)
WHERE (r.over_payment_fen, r.over_total_fen) IS DISTINCT FROM (o.payment_fen, o.total_fen);
UPDATE ledger.refund r SET over_payment_fen = c.payment_fen, over_total_fen = c.total_fen
FROM pg_temp.changed_excess c
WHERE r.account_id = c.account_id AND r.bill_date = c.bill_date AND r.file_no = c.file_no AND r.line_no = c.line_no;
INSERT INTO pg_temp.changed_day SELECT account_id, bill_date FROM pg_temp.changed_excess
