-- Entries take the flag, or lose it, where their period is not closed.
SELECT pg_temp.analyze_large('pg_temp.changed_excess');
UPDATE ledger.entry e SET flag = CASE WHEN c.total_fen IS NULL THEN NULL ELSE 'over_refund'::ledger.outcome END
FROM pg_temp.changed_excess c
WHERE e.account_id = c.account_id AND e.bill_date = c.bill_date AND e.file_no = c.file_no AND e.line_no = c.line_no
  AND e.bill_date > (SELECT ledger.closed_through())
