-- A tag has one bucket in each run. The fence (OFFSET 0) has each fetched by its key: left to itself the planner, who knows
-- nothing of tables as small as number_run, would read the buckets of all history. The quick search comes first; ledger.blocks_at
-- then tells hits from what only looks like one, across two tags. So few rows are expected of it that whoever joins blocks to
-- them takes each by its key, too.
CREATE OR REPLACE FUNCTION ledger.find_blocks(tags bigint[]) RETURNS TABLE (
    tag bigint, kind text, account_id integer, block_no integer)
LANGUAGE sql STABLE ROWS 50 SET search_path = pg_catalog, pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
    SELECT h.tag, g.kind, g.account_id, h.block_no
    FROM (SELECT t.tag, r.first_block + p.place AS block_no
          FROM unnest($1) AS t (tag) CROSS JOIN ledger.number_run r
          CROSS JOIN LATERAL (
              SELECT b.tags, b.blocks FROM ledger.number_bucket b
              WHERE b.run_no = r.run_no AND b.bucket = (t.tag >> (32 - r.bucket_bits))::integer
                AND position(substring(int8send(t.tag) FROM 5 + r.bucket_bits / 8) IN b.tags) > 0
              OFFSET 0) b
          CROSS JOIN LATERAL ledger.blocks_at(
              substring(int8send(t.tag) FROM 5 + r.bucket_bits / 8), b.tags, b.blocks, r.block_bytes) AS p (place)) h
    CROSS JOIN LATERAL (SELECT * FROM ledger.block_range g WHERE g.first_no <= h.block_no ORDER BY g.first_no DESC LIMIT 1) g
    WHERE g.last_no >= h.block_no $$;

COMMENT ON FUNCTION ledger.find_blocks IS
    'Packed blocks that may have a number with one of these tags, as far as the index has taken them up.';
