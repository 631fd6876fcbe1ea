-- What was shared by the day's movements, and the groups that their numbers may lead to.
INSERT INTO pg_temp.share_movement
SELECT m.bill_date, m.file_no, m.line_no, m.business_no, m.voucher_no, m.flow_no, -m.amount_fen, m.booked_at
FROM (SELECT * FROM ledger.movement WHERE account_id = :account_id AND bill_date = :bill_date AND movement_class = 'sharing'
      UNION ALL
      SELECT * FROM pg_temp.packed_shares(:account_id, ARRAY[:bill_date])) m;
INSERT INTO pg_temp.share_key
SELECT DISTINCT number FROM (
    SELECT coalesce(nullif(m.voucher_no, ''), nullif(m.business_no, ''), m.flow_no) FROM pg_temp.share_movement m
    UNION ALL
    SELECT s.sharing_no FROM pg_temp.share_movement m JOIN ledger.share s
      ON s.account_id = :account_id AND s.channel_sharing_no = m.business_no
    UNION ALL
    SELECT s.sharing_no FROM pg_temp.share_movement m JOIN ledger.share s
      ON s.account_id = :account_id AND s.detail_no = m.business_no AND s.detail_no <> '') AS borne (number)
WHERE number <> '' ON CONFLICT DO NOTHING;
INSERT INTO pg_temp.share_key
SELECT DISTINCT sharing_no FROM ledger.share WHERE account_id = :account_id AND bill_date = :bill_date ON CONFLICT DO NOTHING;
-- Money that nobody knew was told under the number that it bears, and the bill may know it by the channel's.
INSERT INTO pg_temp.share_key
SELECT DISTINCT coalesce(nullif(m.voucher_no, ''), m.business_no)
FROM ledger.share s CROSS JOIN LATERAL unnest(ARRAY[s.channel_sharing_no, s.detail_no]) AS number
JOIN ledger.movement m ON m.account_id = s.account_id AND m.business_no = number
WHERE s.account_id = :account_id AND s.bill_date = :bill_date AND number <> '' AND m.movement_class = 'sharing'
ON CONFLICT DO NOTHING
