-- Payments whose amount the shop has said since are known.
DELETE FROM pg_temp.unknown_payment u USING pg_temp.payment_amount a
WHERE a.account_id = u.account_id AND a.payment_no = u.payment_no
