-- Of each day and type: what the bill says and what is plain.
SELECT d.account_id, d.bill_date, t.entry_type, d.run_id, t.rows, t.amount_fen, t.other_discounts_fen,
       t.channel_total_fen, t.matched_rows, t.matched_fen
FROM pg_temp.day_run d JOIN ledger.run_total t USING (account_id, run_id)
