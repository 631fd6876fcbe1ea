-- Movements of whatever day in force that bear one of the numbers and are of a class that entries expect.
INSERT INTO pg_temp.taken_movement
SELECT m.* FROM pg_temp.funds_block f
CROSS JOIN LATERAL (
    SELECT (movement).*, first_line FROM ledger.packed_movement p
    WHERE p.account_id = :account_id AND p.bill_date = f.bill_date AND p.file_no = f.file_no AND p.first_line = f.first_line
      AND p.outcome <> 'unlinked'
      AND (p.business_no IN (SELECT number FROM pg_temp.number) OR p.voucher_no IN (SELECT number FROM pg_temp.number))
    OFFSET 0) m
