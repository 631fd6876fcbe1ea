-- Blocks get their entries back where the bill gives the same ones.
UPDATE ledger.plain_block b
SET (lines, times_from_seconds, fee_rate, fee_rounding, fee_unit_e5, forms, sections, packed, steps) =
    (r.lines, r.times_from_seconds, r.fee_rate, r.fee_rounding, r.fee_unit_e5, r.forms, r.sections, r.packed, r.steps)
FROM pg_temp.read_block r
WHERE r.account_id = b.account_id AND r.bill_date = b.bill_date AND r.entry_type = b.entry_type
  AND r.file_no = b.file_no AND r.first_line = b.first_line AND b.lines IS NULL AND b.packed IS NULL
  AND (b.line_runs, b.other_tags, b.state) = (r.line_runs, r.other_tags, r.state)
