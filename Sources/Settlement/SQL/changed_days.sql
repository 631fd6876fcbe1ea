-- Days of which an item comes, goes, moves or changes.
-- In place of a closed day, the first open one changes.
INSERT INTO pg_temp.changed_day
SELECT account_id, CASE WHEN day <= (SELECT ledger.closed_through()) THEN (SELECT ledger.closed_through()) + 1 ELSE day END
FROM (SELECT account_id, unnest(ARRAY[f.bill_date, k.bill_date]) AS day
FROM pg_temp.found_item f
FULL JOIN (SELECT * FROM pg_temp.known_item WHERE found) k
     USING (account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence, movement_class, pot)
WHERE (f.bill_date, f.difference_fen, f.is_waiting, f.due_date) IS DISTINCT FROM
      (k.bill_date, k.difference_fen, k.status = 'pending', k.due_date)) AS differing
