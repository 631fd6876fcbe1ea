-- Keys under which something is open now: from here on no day takes a pair under one of them for plain.
INSERT INTO ledger.open_key (tags, numbers)
SELECT string_agg(ledger.key_tag(entry_type, payment_no, refund_no), ''), string_agg(ledger.tag(payment_no), '') FROM (
    SELECT entry_type, payment_no, refund_no FROM pg_temp.new_record
    UNION SELECT o.entry_type, o.payment_no, o.refund_no
    FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
    WHERE n.outcome <> 'matched') k
HAVING count(*) > 0
