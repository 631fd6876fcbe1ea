-- Numbers of everything that is open on the money side and may be decided otherwise now: what waits, what nobody bears, what
-- was booked for entries of the day, and whatever the day itself has or adds to a bridge.
INSERT INTO pg_temp.number (number)
SELECT DISTINCT number FROM (
    SELECT i.channel_no FROM ledger.item i
     WHERE i.account_id = :account_id AND i.kind = 'funds' AND i.found AND i.code <> 'balance_break'
       AND (i.status = 'pending' OR i.bill_date = :bill_date OR i.late_on = :bill_date)
    UNION ALL
    SELECT unnest(ARRAY[business_no, voucher_no]) FROM ledger.movement
     WHERE account_id = :account_id AND (outcome IN ('booked_only', 'waiting_for_trade') OR entry_date = :bill_date)
    UNION ALL
    SELECT channel_no FROM ledger.bridge_part WHERE account_id = :account_id AND bill_date = :bill_date
    UNION ALL
    -- What lies before the first funds bill was taken as given; an earlier bill may have become the first.
    SELECT channel_no FROM ledger.bridge_part
     WHERE account_id = :account_id AND bill_date BETWEEN :bill_date AND (
         SELECT min(bill_date) FROM ledger.day WHERE account_id = :account_id AND kind = 'funds' AND concluded)
) AS open (number) WHERE number <> ''
