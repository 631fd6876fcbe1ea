-- Numbers of the day's movements that do not plainly agree, those that could not be packed among them.
INSERT INTO pg_temp.number (number)
SELECT DISTINCT number FROM (
    SELECT business_no, voucher_no FROM pg_temp.taken_movement
    UNION ALL
    SELECT business_no, voucher_no FROM ledger.movement
     WHERE account_id = :account_id AND bill_date = :bill_date AND outcome <> 'unlinked') AS open,
    unnest(ARRAY[business_no, voucher_no]) AS number WHERE number <> ''
ON CONFLICT DO NOTHING
