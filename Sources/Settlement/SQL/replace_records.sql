-- The shop's records of these groups, as they are now. One that the shop has no more is gone.
DELETE FROM ledger.share_record r USING pg_temp.share_key k
WHERE r.account_id = :account_id AND k.label = CASE WHEN :are_movements THEN r.payment_no ELSE r.sharing_no END;
INSERT INTO ledger.share_record (account_id, payment_no, sharing_no, receiver, amount_fen, state, shared_at, channel_trade_no,
       order_nos)
SELECT :account_id, payment_no, sharing_no, receiver, amount_fen, state, shared_at, channel_trade_no, order_nos::text[]
FROM pg_temp.read_sharing
