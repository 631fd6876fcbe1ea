-- Numbers under which nothing of a day is plain, whatever it says: what was not plain elsewhere goes by the rules, with
-- everything else that bears the number.
SELECT business_no FROM ledger.movement WHERE account_id = :account_id AND bill_date <> :bill_date AND business_no <> ''
UNION SELECT channel_no FROM ledger.item
 WHERE account_id = :account_id AND kind = 'funds' AND found AND channel_no <> ''
UNION SELECT number FROM pg_temp.number
