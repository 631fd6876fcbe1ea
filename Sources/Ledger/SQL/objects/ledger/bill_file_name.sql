CREATE OR REPLACE FUNCTION ledger.bill_file_name(account integer, day date, kind text, file_no smallint) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(f.archive_path, '^.*/', '')
    FROM ledger.day d
    JOIN ledger.bill b ON b.account_id = d.account_id AND b.bill_id = d.bill_id
    JOIN ledger.bill_file f ON (f.account_id, f.bill_date, f.kind) = (b.account_id, b.bill_date, b.kind)
     AND f.sha256 = b.files[$4 + 1] AND f.pot = coalesce(b.pots[$4 + 1], '')
    WHERE d.account_id = $1 AND d.bill_date = $2 AND d.kind = $3 $$;

COMMENT ON FUNCTION ledger.bill_file_name IS 'Name in the archive of one file of the bill in force of a day and kind; files are counted from 0.';
