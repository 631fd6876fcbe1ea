CREATE OR REPLACE VIEW recon.closed_periods AS
SELECT closed_through, closed_at, closed_by, reason, days_not_green, open_items AS open_discrepancies,
       recon.yuan(open_fen)::numeric(18, 2) AS open_difference, waiting_items AS pending
FROM ledger.period ORDER BY closed_through DESC;

COMMENT ON VIEW recon.closed_periods IS
    'Closed periods (月结), the last first. Days up to closed_through keep verdict, statement and entries.';
COMMENT ON COLUMN recon.closed_periods.closed_through IS 'Last day of the period';
COMMENT ON COLUMN recon.closed_periods.closed_at IS 'When it was closed';
COMMENT ON COLUMN recon.closed_periods.closed_by IS 'Who closed it';
COMMENT ON COLUMN recon.closed_periods.reason IS 'Why it was closed although not everything in it was settled; empty where everything was';
COMMENT ON COLUMN recon.closed_periods.days_not_green IS 'Account days that were not balanced at that moment, each kind of bill counted';
COMMENT ON COLUMN recon.closed_periods.open_discrepancies IS 'Discrepancies that were open or acknowledged at that moment';
COMMENT ON COLUMN recon.closed_periods.open_difference IS 'Sum of their differences in yuan';
COMMENT ON COLUMN recon.closed_periods.pending IS 'Items in doubt at that moment (存疑)';
