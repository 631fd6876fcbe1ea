-- Numbers that something is open under now: from here on no day takes a pair under one of them for plain.
INSERT INTO ledger.open_key (tags)
SELECT string_agg(ledger.tag(payment_no), '') FROM (
    SELECT payment_no FROM pg_temp.new_record
    UNION SELECT o.payment_no FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
     WHERE n.outcome <> 'matched') k
HAVING count(*) > 0
