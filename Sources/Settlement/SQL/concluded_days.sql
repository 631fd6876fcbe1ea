-- Concluded days beside those of the open entries and of the records: a key waits for no others.
SELECT DISTINCT d.account_id, d.bill_date - DATE '1970-01-01'
FROM (SELECT account_id, bill_date AS day FROM pg_temp.open_entry
      UNION SELECT account_id, (occurred_at AT TIME ZONE 'Asia/Shanghai')::date FROM pg_temp.read_record
             WHERE account_id IS NOT NULL) AS open
JOIN ledger.day d ON d.account_id = open.account_id AND d.bill_date IN (open.day - 1, open.day + 1)
WHERE d.kind = 'trade' AND d.concluded
