CREATE OR REPLACE FUNCTION ledger.blocks_at(tag bytea, tags bytea, blocks bytea, block_bytes integer) RETURNS SETOF integer
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- Bytes before what is still searched.
    gone integer := 0;
    hit integer := position(tag IN tags);
    block integer;
BEGIN
    WHILE hit > 0 LOOP
        IF (gone + hit - 1) % length(tag) = 0 THEN
            block := 0;
            FOR i IN 0..block_bytes - 1 LOOP
                block := block << 8 | get_byte(blocks, (gone + hit - 1) / length(tag) * block_bytes + i);
            END LOOP;
            RETURN NEXT block;
        END IF;
        gone := gone + hit;
        hit := position(tag IN substring(tags FROM gone + 1));
    END LOOP;
END $$;

COMMENT ON FUNCTION ledger.blocks_at IS
    'Which blocks of a bucket of ledger.number_bucket stand beside the tag, counted from the first of the run.';
