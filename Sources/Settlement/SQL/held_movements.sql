-- Every movement that the ledger holds of the day, in the order of the file and with the columns of MovementRow, as it was read:
-- with nothing settled yet.
SELECT account_id, bill_date, file_no, line_no, movement_class, business_no, voucher_no, flow_no, amount_fen, balance_fen,
       booked_at, name, type, code, CASE outcome WHEN 'unlinked' THEN outcome ELSE 'waiting_for_trade' END
FROM (SELECT * FROM ledger.movement WHERE account_id = :account_id AND bill_date = :bill_date
      UNION ALL
      SELECT (movement).* FROM ledger.packed_movement WHERE account_id = :account_id AND bill_date = :bill_date) m
ORDER BY file_no, line_no
