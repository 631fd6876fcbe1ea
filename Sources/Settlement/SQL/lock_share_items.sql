-- Every item that the ledger has of these groups, locked as in lock_money_items.
INSERT INTO pg_temp.known_item
SELECT i.* FROM ledger.item i JOIN pg_temp.share_key k ON k.label = split_part(i.channel_no, E'\t', 1)
WHERE i.account_id = :account_id AND i.kind = 'sharing' AND i.code <> 'share_frozen' FOR UPDATE OF i
