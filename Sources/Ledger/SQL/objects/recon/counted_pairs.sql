CREATE OR REPLACE FUNCTION recon.counted_pairs(numbers text[]) RETURNS TABLE (source text, event text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counted record;
BEGIN
    SELECT min(bill_date) AS first, max(bill_date) AS last INTO counted FROM ledger.plain_block WHERE line_runs IS NOT NULL;
    IF counted.first IS NULL THEN RETURN; END IF;
    RETURN QUERY
    SELECT 'bill', format('%s:%s bill of %s, line %s: %s %s, paired with the shop''s record, and they agree; its entry is not kept here but in the archived bill%s',
               a.channel, a.account, c.bill_date, c.line_no, CASE c.entry_type WHEN 'payment' THEN 'payment' ELSE 'refund of payment' END,
               c.payment_no, coalesce(' ' || f.name, ''))
    FROM ledger.find_counted_pairs($1) c JOIN ledger.account a USING (account_id)
    LEFT JOIN ledger.day d USING (account_id, bill_date)
    LEFT JOIN LATERAL (
        SELECT regexp_replace(f.archive_path, '^.*/', '') AS name
        FROM ledger.bill b JOIN ledger.bill_file f ON f.account_id = b.account_id AND f.bill_date = b.bill_date
         AND f.sha256 = (string_to_array(b.content, '+'))[c.file_no + 1]
        WHERE b.account_id = d.account_id AND b.bill_id = d.bill_id) f ON true
    ORDER BY c.bill_date, a.channel, a.account, c.file_no, c.line_no;
    RETURN QUERY SELECT 'note', format(
        'plain pairs of days from %s to %s are only counted: these are found by payment and order number, not by the channel''s',
        counted.first, counted.last);
END $$;

COMMENT ON FUNCTION recon.counted_pairs IS
    'Where in which bill the plain pairs of these payments are that were only counted (a part of recon.explain).';
