CREATE OR REPLACE FUNCTION ledger.funds_blocks(numbers text[]) RETURNS TABLE (
    account_id integer, bill_date date, file_no smallint, first_line integer)
LANGUAGE sql STABLE ROWS 50 SET search_path = pg_catalog, pg_temp AS $$
    WITH wanted AS MATERIALIZED (SELECT array_agg(DISTINCT ledger.tag(n)) AS tags, array_agg(DISTINCT ledger.tag_no(n)) AS tag_nos
                                   FROM unnest($1) AS n WHERE n <> '')
    SELECT b.account_id, b.bill_date, b.file_no, b.first_line
    FROM wanted w CROSS JOIN LATERAL ledger.find_blocks(w.tag_nos) f
    JOIN ledger.movement_block b ON b.block_no = f.block_no AND b.account_id = f.account_id WHERE f.kind = 'funds'
    UNION
    SELECT b.account_id, b.bill_date, b.file_no, b.first_line
    FROM wanted w JOIN ledger.movement_block b ON b.block_no IS NULL
    WHERE EXISTS (SELECT FROM unnest(w.tags) AS tag WHERE position(tag IN b.tags) > 0) $$;

COMMENT ON FUNCTION ledger.funds_blocks IS
    'Blocks of ledger.movement_block that may have a movement with one of the numbers, likewise.';
