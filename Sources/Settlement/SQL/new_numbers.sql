-- Other numbers of what was gathered, by which more may be found.
UPDATE pg_temp.number SET is_new = false WHERE is_new;
INSERT INTO pg_temp.number (number)
SELECT number FROM pg_temp.money_entry, unnest(ARRAY[channel_no, shop_no]) AS number WHERE number <> ''
UNION
SELECT other.number FROM pg_temp.number n JOIN ledger.movement m ON m.account_id = :account_id AND m.business_no = n.number,
       unnest(ARRAY[m.business_no, m.voucher_no]) AS other (number) WHERE other.number <> '' AND m.outcome <> 'unlinked'
UNION
SELECT other.number FROM pg_temp.number n JOIN ledger.movement m
    ON m.account_id = :account_id AND m.voucher_no = n.number AND m.voucher_no <> '',
       unnest(ARRAY[m.business_no, m.voucher_no]) AS other (number) WHERE other.number <> '' AND m.outcome <> 'unlinked'
ON CONFLICT DO NOTHING
