-- Every movement that the ledger holds of the day, as the bill's file tells of it and in its order.
SELECT file_no, line_no, movement_class, business_no, voucher_no, flow_no, amount_fen, balance_fen, booked_at, name, type, code
FROM (SELECT * FROM ledger.movement WHERE account_id = :account_id AND bill_date = :bill_date
      UNION ALL
      SELECT (movement).* FROM ledger.packed_movement WHERE account_id = :account_id AND bill_date = :bill_date) m
ORDER BY file_no, line_no
