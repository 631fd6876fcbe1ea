-- By a setting, plain pairs are only counted: a block then has no lines, but what they can be read again by.

ALTER TABLE ledger.plain_block ALTER lines DROP NOT NULL, ADD COLUMN line_runs integer[],
    ADD CONSTRAINT lines_are_known CHECK (lines IS NOT NULL OR line_runs IS NOT NULL) NOT VALID;
COMMENT ON COLUMN ledger.plain_block.line_runs IS
    'Where pairs are only counted: first and last number of each run of lines in the block. lines is then there for the time of a settlement alone, and other_tags are the upper halves of the payment numbers'' hashes.';

-- Which days have such blocks.
CREATE INDEX plain_block_counted ON ledger.plain_block (bill_date, account_id) WHERE line_runs IS NOT NULL;

CREATE FUNCTION ledger.counted_pairs(numbers text[]) RETURNS TABLE (
    account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, line_no integer, payment_no text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.account_id, b.bill_date, b.entry_type, b.file_no,
           (SELECT l.line FROM generate_series(1, cardinality(b.line_runs), 2) AS first,
                   generate_series(b.line_runs[first], b.line_runs[first + 1]) AS l(line)
             ORDER BY l.line LIMIT 1 OFFSET p.place - 1), h.number
    FROM (SELECT DISTINCT number, int8send(hashtextextended(number, 0)) AS hash FROM unnest($1) AS number WHERE number <> '') h
    JOIN ledger.plain_block b ON b.line_runs IS NOT NULL AND position(substring(h.hash FROM 5) IN b.payment_tags) > 0
    CROSS JOIN LATERAL generate_series(1, length(b.payment_tags) / 4) AS p(place)
    WHERE substring(b.payment_tags FROM 4 * p.place - 3 FOR 4) = substring(h.hash FROM 5)
      AND substring(b.other_tags FROM 4 * p.place - 3 FOR 4) = substring(h.hash FOR 4) $$;
COMMENT ON FUNCTION ledger.counted_pairs IS 'Plain pairs of these payments that were only counted, by the numbers'' hashes.';

COMMENT ON VIEW recon.bill_entries IS
    'Entries of the bills in force (对账单明细), each with what became of it. Where retention.plain_pairs is "counted", plain pairs are not among them: recon.runs counts them, and recon.explain tells their line.';

CREATE FUNCTION recon.counted_pairs(numbers text[]) RETURNS TABLE (source text, event text)
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
    FROM ledger.counted_pairs($1) c JOIN ledger.account a USING (account_id)
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

ALTER FUNCTION recon.explain(text) SET SCHEMA ledger;
ALTER FUNCTION ledger.explain(text) RENAME TO explain_kept;
CREATE FUNCTION recon.explain(number text) RETURNS TABLE (at timestamptz, source text, event text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM ledger.explain_kept($1)
    UNION ALL
    SELECT NULL, c.source, c.event
    FROM recon.counted_pairs(array_append((ledger.shop_events($1, '{}')).payments, $1)) c $$;
COMMENT ON FUNCTION recon.explain IS
    'Everything known about one order, payment, refund or channel number (单号追溯), in time order: the shop''s row, the line of the bill, pair or lack of it, each run, each decision.';
