CREATE OR REPLACE VIEW ledger.shown_item AS
SELECT account_id, bill_date AS day, item_id, status, difference_fen FROM ledger.item
 WHERE late_on IS NULL AND bill_date IS NOT NULL
UNION ALL SELECT account_id, late_on, item_id, status, difference_fen FROM ledger.item WHERE late_on IS NOT NULL
UNION ALL SELECT account_id, closed_day, item_id, status, difference_fen FROM ledger.late_effect
 WHERE status IS NOT NULL;

COMMENT ON VIEW ledger.shown_item IS
    'Items by the day that shows them: a closed day as they stood, the first open day as they are.';
