-- How many records of each type the day's statement holds, and their money: in the shop's total, or in currency_mismatch,
-- which is left out of that.
SELECT s.entry_type, s.entries + c.records, s.amount_fen + c.amount_fen
FROM ledger.statement_line s CROSS JOIN LATERAL (
    SELECT count(*) AS records, coalesce(sum(amount_fen), 0) AS amount_fen FROM ledger.record r
    WHERE r.account_id = s.account_id AND r.entry_type = s.entry_type AND r.booked_on = :bill_date AND r.is_money
      AND r.outcome = 'currency_mismatch') c
WHERE s.account_id = :account_id AND s.run_id = :run_id AND s.line = 'orders'
