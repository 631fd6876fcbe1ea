CREATE OR REPLACE FUNCTION recon.movements_of(number text) RETURNS SETOF recon.movements
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.* FROM ledger.find_movements(ARRAY[$1]) m JOIN ledger.account a USING (account_id)
    JOIN ledger.pot_day d ON (d.account_id, d.bill_date, d.file_no) = (m.account_id, m.bill_date, m.file_no)
    CROSS JOIN LATERAL ledger.show_movement(m, a, d.pot) s
    ORDER BY s.booked_at, s.bill_date, s.pot, s.line_no $$;

COMMENT ON FUNCTION recon.movements_of IS
    'Movements of the funds bills in force (资金流水) that bear a business or voucher number, at once whatever the size of the days; by flow number those that are not plainly booked.';
