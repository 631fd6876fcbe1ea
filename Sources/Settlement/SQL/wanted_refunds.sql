-- Whatever is said to be in excess stands as a row of its own.
INSERT INTO pg_temp.wanted_line
SELECT account_id, bill_date, 'refund', file_no, line_no FROM pg_temp.over_refund o
WHERE NOT EXISTS (SELECT FROM ledger.entry e WHERE e.account_id = o.account_id AND e.bill_date = o.bill_date
                     AND e.file_no = o.file_no AND e.line_no = o.line_no)
