CREATE OR REPLACE FUNCTION ledger.days_to_thin(open_before date, closed_before date) RETURNS TABLE (account_id integer, bill_date date)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT d.account_id, d.bill_date FROM ledger.day d
    WHERE d.kind IN ('trade', 'funds') AND d.concluded AND d.thinned_run_id IS DISTINCT FROM d.run_id
      AND (d.bill_date < $1 OR (d.bill_date < $2 AND d.bill_date <= ledger.closed_through()))
    ORDER BY 2, 1 $$;

COMMENT ON FUNCTION ledger.days_to_thin IS
    'Days whose plain pairs, or plainly booked movements, retention may remove, open and closed ones by their own limit.';
