CREATE OR REPLACE FUNCTION recon.entries_of(number text) RETURNS SETOF recon.bill_entries
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.*, c.label_en, c.label_zh FROM ledger.find_entries($1) e JOIN ledger.account a USING (account_id)
    CROSS JOIN LATERAL ledger.show_entry(e, a, ledger.shown_outcome(e)) s
    LEFT JOIN recon.codes c ON c.code = s.outcome
    ORDER BY e.occurred_at, e.bill_date, e.file_no, e.line_no $$;

COMMENT ON FUNCTION recon.entries_of IS
    'Entries of the trade bills in force (对账单明细) that bear a payment, refund or channel number, at once whatever the size of the days.';
