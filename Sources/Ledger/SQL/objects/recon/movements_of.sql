CREATE OR REPLACE FUNCTION recon.movements_of(number text) RETURNS SETOF recon.movements
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.*, c.label_en, c.label_zh, o.label_en, o.label_zh FROM ledger.find_movements(ARRAY[$1]) m JOIN ledger.account a USING (account_id)
    JOIN ledger.pot_day d ON (d.account_id, d.bill_date, d.file_no) = (m.account_id, m.bill_date, m.file_no)
    CROSS JOIN LATERAL ledger.show_movement(m, a, d.pot) s
    LEFT JOIN recon.labels c ON c.word_of = 'movement_class' AND c.word = s.movement_class
    LEFT JOIN recon.labels o ON o.word_of = 'outcome' AND o.word = s.outcome
    ORDER BY s.booked_at, s.bill_date, s.pot, s.line_no $$;

COMMENT ON FUNCTION recon.movements_of IS
    'Movements of the funds bills in force (资金流水) that bear a business or voucher number, at once whatever the size of the days; by flow number those that are not plainly booked.';
