CREATE OR REPLACE VIEW recon.closed_periods AS
SELECT closed_through, closed_at, closed_by, reason FROM ledger.period ORDER BY closed_through DESC;

COMMENT ON VIEW recon.closed_periods IS
    'Closed periods (月结), the last first. Days up to closed_through keep verdict, statement and entries.';
COMMENT ON COLUMN recon.closed_periods.closed_through IS 'Last day of the period';
COMMENT ON COLUMN recon.closed_periods.closed_at IS 'When it was closed';
COMMENT ON COLUMN recon.closed_periods.closed_by IS 'Who closed it';
COMMENT ON COLUMN recon.closed_periods.reason IS 'Why days in it stay without a conclusion, if any do';
