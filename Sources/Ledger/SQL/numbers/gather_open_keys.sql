-- What is open now, in the place of everything that was noted since the last time: what has left is out.
DELETE FROM ledger.open_key;
INSERT INTO ledger.open_key (tags, numbers)
SELECT string_agg(tag, ''), '' FROM (
    SELECT ledger.key_tag(entry_type, payment_no, refund_no) AS tag FROM ledger.record
    UNION SELECT ledger.key_tag(entry_type, payment_no, refund_no) FROM ledger.entry WHERE outcome <> 'matched') k
GROUP BY get_byte(tag, 3) & 15
