-- What became of the items, for good: what a closed day counted, the item's history, and what the run changed. An item belongs to
-- the run that its day has now; one without a day to the run that is being settled.
INSERT INTO ledger.late_effect (account_id, item_id, closed_day, status, difference_fen, shown_on, run_id)
SELECT c.account_id, c.item_id, CASE WHEN c.former_day <= p.closed THEN c.former_day ELSE i.bill_date END,
       CASE WHEN c.former_day <= p.closed THEN c.former_status END,
       CASE WHEN c.former_day <= p.closed THEN c.former_fen END, coalesce(i.late_on, i.bill_date),
       coalesce(r.run_id, :run_id)
FROM pg_temp.item_change c JOIN ledger.item i USING (account_id, item_id)
CROSS JOIN (SELECT ledger.closed_through() AS closed) p
LEFT JOIN pg_temp.day_run r ON r.account_id = i.account_id AND r.bill_date = coalesce(i.late_on, i.bill_date)
WHERE c.former_day <= p.closed OR i.bill_date <= p.closed
ON CONFLICT DO NOTHING;
INSERT INTO ledger.item_event (account_id, item_id, event, actor, run_id, difference_fen)
SELECT c.account_id, c.item_id, c.event, 'reconciled', coalesce(r.run_id, :run_id), i.difference_fen
FROM pg_temp.item_change c JOIN ledger.item i USING (account_id, item_id)
LEFT JOIN pg_temp.day_run r ON r.account_id = i.account_id AND r.bill_date = coalesce(i.late_on, i.bill_date)
WHERE c.event IS NOT NULL ORDER BY c.account_id, c.item_id;
INSERT INTO ledger.run_change (account_id, run_id, item_id, change, status, difference_fen)
SELECT c.account_id, coalesce(r.run_id, :run_id), c.item_id, c.change, i.status, i.difference_fen
FROM pg_temp.item_change c JOIN ledger.item i USING (account_id, item_id)
LEFT JOIN pg_temp.day_run r ON r.account_id = i.account_id AND r.bill_date = coalesce(i.late_on, i.bill_date)
WHERE coalesce(r.run_id, :run_id) <> :run_id OR i.account_id = :account_id
