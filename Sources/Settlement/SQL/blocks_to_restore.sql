-- Of the blocks that were found, those whose plain pairs were only counted: where their lines are, and how many.
SELECT account_id, bill_date - DATE '1970-01-01', entry_type, file_no, line_runs,
       entries + coalesce(cardinality(taken_out), 0)
FROM ledger.plain_block
WHERE line_runs IS NOT NULL AND lines IS NULL AND packed IS NULL
  AND (account_id, bill_date, entry_type, file_no, first_line) IN (
      SELECT account_id, bill_date, entry_type, file_no, first_line FROM pg_temp.found_block)
