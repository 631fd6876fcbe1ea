-- Payments whose refunds have to be added up, over all bills in force, and their refunds.
INSERT INTO pg_temp.touched_hash
SELECT DISTINCT account_id, payment_hash FROM (
    -- A refund within its payment is too much only together with another one. What the day's bill held until now is touched
    -- already; and of an unchanged day, whatever else has to be looked at.
    -- Each payment's refunds are gone over once, however many there are.
    SELECT account_id, payment_hash FROM ledger.refund
    WHERE account_id = :account_id AND payment_hash IN (
        SELECT payment_hash FROM ledger.refund d
        WHERE d.account_id = :account_id AND d.bill_date = :bill_date AND NOT :is_unchanged)
    GROUP BY 1, 2 HAVING count(*) > 1
    UNION ALL
    SELECT r.account_id, payment_hash FROM pg_temp.key k JOIN ledger.refund r USING (payment_hash)
    WHERE k.entry_type = 'payment'
    UNION ALL
    SELECT account_id, hashtextextended(payment_no, 0) FROM pg_temp.touched_payment) AS touched;
SELECT pg_temp.analyze_large('pg_temp.touched_hash');
SELECT pg_temp.analyze_large('pg_temp.payment_amount');
-- Nearly every refund is within its payment: eight bytes tell so at a third of the cost of a text. What they do not tell
-- (another number with the same hash, an amount that is not known), and what is or was in excess, goes on.
INSERT INTO pg_temp.refunded_payment
WITH doubtful AS MATERIALIZED (
    SELECT account_id, payment_hash
    FROM (SELECT account_id, payment_hash, sum(amount_fen) AS total_fen, count(over_total_fen) AS marked,
                 min(payment_no COLLATE "C") AS first_no, max(payment_no COLLATE "C") AS last_no
          FROM pg_temp.touched_hash JOIN ledger.refund USING (account_id, payment_hash) GROUP BY 1, 2) t
    LEFT JOIN (SELECT account_id, payment_hash, min(amount_fen) AS payment_fen,
                      min(payment_no COLLATE "C") AS payment_no
               FROM pg_temp.payment_amount GROUP BY 1, 2) a USING (account_id, payment_hash)
    WHERE t.total_fen > a.payment_fen OR t.marked > 0 OR t.first_no <> t.last_no
       OR t.first_no IS DISTINCT FROM a.payment_no)
SELECT account_id, payment_hash, r.payment_no FROM doubtful JOIN ledger.refund r USING (account_id, payment_hash)
UNION
SELECT account_id, t.payment_hash, i.payment_no FROM pg_temp.touched_hash t JOIN ledger.item i USING (account_id)
WHERE i.kind = 'trade' AND i.code = 'over_refund' AND i.found AND hashtextextended(i.payment_no, 0) = t.payment_hash;
SELECT pg_temp.analyze_large('pg_temp.refunded_payment');
INSERT INTO pg_temp.touched_refund
SELECT r.* FROM pg_temp.refunded_payment JOIN ledger.refund r USING (account_id, payment_hash, payment_no);
SELECT pg_temp.analyze_large('pg_temp.touched_refund');
INSERT INTO pg_temp.unknown_payment
SELECT * FROM pg_temp.refunded_payment t WHERE NOT EXISTS (
    SELECT FROM pg_temp.payment_amount a WHERE a.account_id = t.account_id AND a.payment_no = t.payment_no)
