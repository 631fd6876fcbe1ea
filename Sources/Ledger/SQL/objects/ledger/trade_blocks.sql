CREATE OR REPLACE FUNCTION ledger.trade_blocks(numbers text[]) RETURNS TABLE (
    account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, first_line integer)
LANGUAGE sql STABLE ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
    WITH wanted AS MATERIALIZED (SELECT array_agg(DISTINCT ledger.tag(n)) AS tags, array_agg(DISTINCT ledger.tag_no(n)) AS tag_nos
                                   FROM unnest($1) AS n WHERE n <> '')
    SELECT b.account_id, b.bill_date, b.entry_type, b.file_no, b.first_line
    FROM wanted w CROSS JOIN LATERAL ledger.find_blocks(w.tag_nos) f
    JOIN ledger.plain_block b ON b.block_no = f.block_no AND b.account_id = f.account_id WHERE f.kind = 'trade'
    UNION
    SELECT b.account_id, b.bill_date, b.entry_type, b.file_no, b.first_line
    FROM wanted w JOIN ledger.plain_block b ON b.block_no IS NULL
    WHERE EXISTS (SELECT FROM unnest(w.tags) AS tag WHERE position(tag IN b.payment_tags) > 0 OR position(tag IN b.other_tags) > 0) $$;

COMMENT ON FUNCTION ledger.trade_blocks IS
    'Blocks of ledger.plain_block that may have an entry with one of the numbers: by the index, or by their own tags.';
