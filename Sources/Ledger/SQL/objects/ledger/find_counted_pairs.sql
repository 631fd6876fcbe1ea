CREATE OR REPLACE FUNCTION ledger.find_counted_pairs(numbers text[]) RETURNS TABLE (
    account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, line_no integer, payment_no text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.account_id, b.bill_date, b.entry_type, b.file_no,
           (SELECT l.line FROM generate_series(1, cardinality(b.line_runs), 2) AS first,
                   generate_series(b.line_runs[first], b.line_runs[first + 1]) AS l(line)
             ORDER BY l.line LIMIT 1 OFFSET p.place - 1), h.number
    FROM (SELECT DISTINCT number, int8send(hashtextextended(number, 0)) AS hash FROM unnest($1) AS number WHERE number <> '') h
    CROSS JOIN LATERAL ledger.trade_blocks(ARRAY[h.number]) t
    JOIN ledger.plain_block b USING (account_id, bill_date, entry_type, file_no, first_line)
    CROSS JOIN LATERAL generate_series(1, length(b.payment_tags) / 4) AS p(place)
    WHERE b.line_runs IS NOT NULL AND substring(b.payment_tags FROM 4 * p.place - 3 FOR 4) = substring(h.hash FROM 5)
      AND substring(b.other_tags FROM 4 * p.place - 3 FOR 4) = substring(h.hash FOR 4) $$;

COMMENT ON FUNCTION ledger.find_counted_pairs IS
    'Plain pairs of these payments that were only counted, by the numbers'' hashes.';
