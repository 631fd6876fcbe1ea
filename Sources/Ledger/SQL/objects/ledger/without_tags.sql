-- What has been taken out of a block is not looked for there any more.
CREATE OR REPLACE FUNCTION ledger.without_tags(tags bytea, places bigint[]) RETURNS bytea LANGUAGE plpgsql IMMUTABLE
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    place bigint;
BEGIN
    -- The index has them; there is nothing to forget, for it only says where to look.
    IF tags = '' THEN RETURN tags; END IF;
    FOREACH place IN ARRAY places LOOP
        tags := overlay(tags PLACING '\x00000000'::bytea FROM (4 * place - 3)::integer);
    END LOOP;
    RETURN tags;
END $$;

COMMENT ON FUNCTION ledger.without_tags IS
    'Payment tags of a block without those of the lines at these places, from 1.';
