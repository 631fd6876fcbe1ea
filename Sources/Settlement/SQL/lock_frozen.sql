-- What was still frozen of the payments whose last day this is, when the channel was asked before.
INSERT INTO pg_temp.known_item
SELECT i.* FROM ledger.item i
WHERE i.account_id = :account_id AND i.kind = 'sharing' AND i.code = 'share_frozen' AND i.bill_date = :bill_date FOR UPDATE
