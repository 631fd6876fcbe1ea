-- What is open now, in the place of everything that was noted since the last time: what has left is out. A settlement that read
-- the notes before finds in these what was opened since, and more.
DELETE FROM ledger.open_key;
INSERT INTO ledger.open_key (tags, numbers)
SELECT string_agg(tag, ''), string_agg(number, '') FROM (
    SELECT ledger.key_tag(entry_type, payment_no, refund_no) AS tag, ledger.tag(payment_no) AS number FROM ledger.record
    UNION SELECT ledger.key_tag(entry_type, payment_no, refund_no), ledger.tag(payment_no) FROM ledger.entry
     WHERE outcome <> 'matched') k
GROUP BY get_byte(tag, 3) & 15
