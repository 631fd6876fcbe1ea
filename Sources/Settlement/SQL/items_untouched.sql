-- Items that the days still hold beside the touched keys.
WITH untouched AS (
    UPDATE ledger.item i SET last_run_id = d.run_id FROM pg_temp.day_run d
    WHERE i.account_id = d.account_id AND i.kind = :kind AND i.found AND i.last_run_id <> d.run_id
      AND ((i.bill_date = d.bill_date AND i.late_on IS NULL) OR i.late_on = d.bill_date)
    RETURNING i.account_id, i.item_id)
INSERT INTO pg_temp.item_change SELECT account_id, item_id, 'persisting', NULL FROM untouched
