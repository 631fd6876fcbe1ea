-- Groups that the day has now, and everything that is open and may be decided otherwise.
INSERT INTO pg_temp.share_key
SELECT DISTINCT label FROM (
    SELECT sharing_no FROM ledger.share WHERE account_id = :account_id AND bill_date BETWEEN :first_day AND :bill_date
    UNION ALL
    SELECT CASE WHEN :are_movements THEN payment_no ELSE sharing_no END FROM ledger.share_record
     WHERE account_id = :account_id AND booked_on BETWEEN :first_day AND :bill_date
    UNION ALL
    SELECT split_part(channel_no, E'\t', 1) FROM ledger.item
     WHERE account_id = :account_id AND kind = 'sharing' AND found
       AND (status = 'pending' OR bill_date = :bill_date OR late_on = :bill_date)) AS open (label)
ON CONFLICT DO NOTHING
