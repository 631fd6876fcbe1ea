-- A tag has one bucket in each run, which is fetched by its key however many tags there are: what the planner would read
-- instead is all of history. The quick search comes first; ledger.blocks_at then tells hits from what only looks like one,
-- across two tags.
CREATE OR REPLACE FUNCTION ledger.find_blocks(tags bigint[]) RETURNS TABLE (
    tag bigint, kind text, account_id integer, block_no integer)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
    SELECT h.tag, g.kind, g.account_id, h.block_no
    FROM (SELECT t.tag, r.first_block + p.place AS block_no
          FROM unnest($1) AS t (tag) CROSS JOIN ledger.number_run r
          JOIN ledger.number_bucket b ON b.run_no = r.run_no AND b.bucket = (t.tag >> (32 - r.bucket_bits))::integer
           AND position(substring(int8send(t.tag) FROM 5 + r.bucket_bits / 8) IN b.tags) > 0
          CROSS JOIN LATERAL ledger.blocks_at(
              substring(int8send(t.tag) FROM 5 + r.bucket_bits / 8), b.tags, b.blocks, r.block_bytes) AS p (place)) h
    CROSS JOIN LATERAL (SELECT * FROM ledger.block_range g WHERE g.first_no <= h.block_no ORDER BY g.first_no DESC LIMIT 1) g
    WHERE g.last_no >= h.block_no $$;

COMMENT ON FUNCTION ledger.find_blocks IS
    'Packed blocks that may have a number with one of these tags, as far as the index has taken them up.';
