-- What is a deduction is left out before anything is asked of it.
CREATE OR REPLACE VIEW ledger.seller_row_unresolved AS
SELECT * FROM ledger.seller_row_class WHERE class = 'unresolved' AND (fee_code IS NULL OR names_orders = 'conflict');

COMMENT ON VIEW ledger.seller_row_unresolved IS 'Rows of the pots of which nothing is known, and why.';
