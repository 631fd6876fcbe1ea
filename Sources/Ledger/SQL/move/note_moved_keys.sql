-- Keys that are open in what came in, as each settlement notes its own: see note_open_keys.sql.
INSERT INTO ledger.open_key (tags, numbers)
SELECT string_agg(ledger.key_tag(entry_type, payment_no, refund_no), ''), string_agg(ledger.tag(payment_no), '') FROM (
    SELECT entry_type, payment_no, refund_no FROM ledger.record WHERE account_id = :account_id
    UNION SELECT entry_type, payment_no, refund_no FROM ledger.entry WHERE account_id = :account_id AND outcome <> 'matched') k
HAVING count(*) > 0
