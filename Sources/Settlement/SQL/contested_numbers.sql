-- Numbers under which nothing of a day is plain, whatever it says: what was not plain elsewhere goes by the rules, with
-- everything else that bears the number. What is open in `number` is gathered in any case.
SELECT number FROM ledger.movement, unnest(ARRAY[business_no, voucher_no]) AS number
 WHERE account_id = :account_id AND bill_date <> :bill_date AND number <> ''
UNION SELECT channel_no FROM ledger.item
 WHERE account_id = :account_id AND kind = 'funds' AND found AND channel_no <> ''
