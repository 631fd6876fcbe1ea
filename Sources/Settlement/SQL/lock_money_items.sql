-- Every item that the ledger has of them. They are locked: what a person decides from here on waits for the verdict, and what
-- was decided before is what the verdict builds on.
INSERT INTO pg_temp.known_item
SELECT i.* FROM ledger.item i
WHERE i.account_id = :account_id AND i.kind = 'funds' AND i.code <> 'balance_break'
  AND (i.channel_no = '' OR i.channel_no IN (SELECT number FROM pg_temp.number)) FOR UPDATE;
INSERT INTO pg_temp.known_item
SELECT i.* FROM ledger.item i
WHERE i.account_id = :account_id AND i.kind = 'funds' AND i.code = 'balance_break'
  AND (i.pot, i.bill_date) IN (SELECT pot, bill_date FROM pg_temp.chained_day) FOR UPDATE;
SELECT pg_temp.analyze_large('pg_temp.found_item');
SELECT pg_temp.analyze_large('pg_temp.known_item')
