-- How many of the day's open entries the shop has never heard of, and whether it has any money under the touched keys. Of
-- an unchanged day the open entries stand where they stood; of any other one they are staged.
SELECT (SELECT count(*)
        FROM (SELECT entry_type, payment_no, refund_no, is_classified FROM pg_temp.staged_entry
              UNION ALL SELECT entry_type, payment_no, refund_no, is_classified FROM ledger.entry
              WHERE account_id = :account_id AND bill_date = :bill_date AND outcome <> 'matched') e
        WHERE e.is_classified AND NOT EXISTS (
            SELECT FROM pg_temp.read_record r
            WHERE r.entry_type = e.entry_type AND r.payment_no = e.payment_no AND r.refund_no = e.refund_no
              AND r.account_id = :account_id)),
       EXISTS (SELECT FROM pg_temp.read_record
               WHERE account_id = :account_id AND state IN ('paid', 'succeeded', 'processing'))
