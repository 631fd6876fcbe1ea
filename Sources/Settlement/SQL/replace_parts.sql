-- What these groups add to the bridges, in place of what they added until now.
SELECT pg_temp.analyze_large('pg_temp.movement_outcome');
WITH gone AS (
    DELETE FROM ledger.bridge_part p WHERE p.account_id = :account_id
      AND (p.channel_no = '' OR p.channel_no IN (SELECT number FROM pg_temp.number))
    RETURNING channel_no, bill_date, line, amount_fen)
INSERT INTO pg_temp.old_part SELECT * FROM gone;
INSERT INTO ledger.bridge_part (account_id, channel_no, bill_date, line, amount_fen)
SELECT :account_id, channel_no, bill_date, line, sum(amount_fen) FROM pg_temp.new_part GROUP BY 2, 3, 4
