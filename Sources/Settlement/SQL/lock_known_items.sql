-- Every item that the ledger has of them. They are locked: what a person decides from here on waits for the verdict, and what
-- was decided before is what the verdict builds on.
INSERT INTO pg_temp.known_item
SELECT i.* FROM pg_temp.key k JOIN ledger.item i ON i.payment_no = k.payment_no AND i.entry_type = k.entry_type
       AND i.refund_no = k.refund_no WHERE i.kind = 'trade' AND i.code <> 'over_refund' FOR UPDATE OF i;
INSERT INTO pg_temp.known_item
SELECT i.* FROM pg_temp.refunded_payment t JOIN ledger.item i
       ON i.payment_no = t.payment_no AND i.account_id = t.account_id
WHERE i.kind = 'trade' AND i.code = 'over_refund' FOR UPDATE OF i;
SELECT pg_temp.analyze_large('pg_temp.found_item');
SELECT pg_temp.analyze_large('pg_temp.known_item')
