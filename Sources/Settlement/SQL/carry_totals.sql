-- The other days' bills are as they were; only what is plain in them may have become more or less.
INSERT INTO ledger.run_total (account_id, run_id, entry_type, rows, amount_fen, other_discounts_fen,
    channel_total_fen, settled_fen, fees_e5, matched_rows, matched_fen)
SELECT d.account_id, d.run_id, t.entry_type, t.rows, t.amount_fen, t.other_discounts_fen, t.channel_total_fen,
       t.settled_fen, t.fees_e5, t.matched_rows + coalesce(c.rows, 0), t.matched_fen + coalesce(c.amount_fen, 0)
FROM pg_temp.day_run d
JOIN ledger.run_total t ON t.account_id = d.account_id AND t.run_id = d.former_run_id
LEFT JOIN (
    SELECT o.account_id, o.bill_date, o.entry_type,
           sum((n.outcome = 'matched')::int - (o.old_outcome = 'matched')::int) AS rows,
           sum(((n.outcome = 'matched')::int - (o.old_outcome = 'matched')::int) * o.amount_fen) AS amount_fen
    FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
    WHERE o.is_stored GROUP BY 1, 2, 3) c
  ON c.account_id = d.account_id AND c.bill_date = d.bill_date AND c.entry_type = t.entry_type
WHERE d.run_id <> :run_id
