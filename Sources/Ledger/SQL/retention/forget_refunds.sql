-- A channel refunds for a year: of a payment whose refunds are all older than that comes no other one, whose sum they would have
-- to be added to. Those of a payment that was refunded beyond itself stay. Nothing is done while a settlement is under way.
WITH free AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(ledger.lock_number('settlement')) AS is_free),
old AS MATERIALIZED (
    SELECT DISTINCT r.account_id, r.payment_hash, r.payment_no
    FROM free f JOIN ledger.account a ON f.is_free JOIN ledger.refund r ON r.account_id = a.account_id
    WHERE r.bill_date < $1::date)
DELETE FROM ledger.refund r USING old o
WHERE r.account_id = o.account_id AND r.payment_hash = o.payment_hash AND r.payment_no = o.payment_no
  AND NOT EXISTS (
    SELECT FROM ledger.refund l
    WHERE l.account_id = o.account_id AND l.payment_hash = o.payment_hash AND l.payment_no = o.payment_no
      AND (l.bill_date >= $1::date OR l.over_total_fen IS NOT NULL))
