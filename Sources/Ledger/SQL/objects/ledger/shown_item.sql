CREATE OR REPLACE VIEW ledger.shown_item AS
SELECT account_id, bill_date AS day, kind, item_id, status, difference_fen FROM ledger.item
 WHERE late_on IS NULL AND bill_date IS NOT NULL
UNION ALL SELECT account_id, late_on, kind, item_id, status, difference_fen FROM ledger.item WHERE late_on IS NOT NULL
UNION ALL SELECT e.account_id, e.closed_day, i.kind, e.item_id, e.status, e.difference_fen
FROM ledger.late_effect e JOIN ledger.item i USING (account_id, item_id) WHERE e.status IS NOT NULL;

COMMENT ON VIEW ledger.shown_item IS
    'Items by the day that shows them: a closed day as they stood, the first open day as they are.';
