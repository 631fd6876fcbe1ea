-- Items that no bill and no record shows any more. Identity and everything a person wrote survive. An item that a closed day
-- shows moves to the first open one with its first change; so it does in the two steps that follow.
WITH gone AS (
    UPDATE ledger.item i SET found = false,
           late_on = CASE WHEN coalesce(k.late_on, k.bill_date) <= (SELECT ledger.closed_through())
                          THEN (SELECT ledger.closed_through()) + 1 ELSE k.late_on END,
           status = 'resolved',
           resolved_at = CASE WHEN i.status = 'resolved' THEN i.resolved_at ELSE clock_timestamp() END,
           resolution = CASE WHEN i.status = 'resolved' THEN i.resolution ELSE 'superseded' END,
           resolved_by = CASE WHEN i.status = 'resolved' THEN i.resolved_by ELSE 'reconciled' END
    FROM pg_temp.known_item k
    WHERE i.account_id = k.account_id AND i.item_id = k.item_id AND k.found
      AND NOT EXISTS (
          SELECT FROM pg_temp.found_item f
          WHERE f.account_id = i.account_id AND f.entry_type = i.entry_type AND f.payment_no = i.payment_no
            AND f.refund_no = i.refund_no AND f.code = i.code AND f.channel_no = i.channel_no
            AND f.occurrence = i.occurrence AND f.movement_class = i.movement_class AND f.pot = i.pot)
    RETURNING i.account_id, i.item_id, k.status AS former, i.opened_at, coalesce(k.late_on, k.bill_date) AS former_day,
              k.difference_fen)
INSERT INTO pg_temp.item_change
SELECT account_id, item_id, 'resolved',
       CASE WHEN former = 'resolved' THEN NULL WHEN opened_at IS NULL THEN 'settled' ELSE 'superseded' END,
       former_day, former, difference_fen
FROM gone
