-- Every movement that was looked at takes what the rules say of it.
UPDATE ledger.movement m SET outcome = o.outcome, entry_date = o.entry_date, entry_file_no = o.entry_file_no,
       entry_line_no = o.entry_line_no
FROM pg_temp.movement_outcome o
WHERE m.account_id = :account_id AND m.bill_date = o.bill_date AND m.file_no = o.file_no AND m.line_no = o.line_no
  AND (m.outcome, m.entry_date, m.entry_file_no, m.entry_line_no)
      IS DISTINCT FROM (o.outcome, o.entry_date, o.entry_file_no, o.entry_line_no)
