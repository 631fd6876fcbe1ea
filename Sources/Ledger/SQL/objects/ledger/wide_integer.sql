-- Beyond what the planner is to take apart: rare, and long.
CREATE OR REPLACE FUNCTION ledger.wide_integer(planes bytea, entries integer, place integer) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    number bigint := 0;
BEGIN
    FOR plane IN REVERSE length(planes) / entries - 1 .. 0 LOOP
        number := (number << 8) | get_byte(planes, plane * entries + place);
    END LOOP;
    RETURN number;
END $$;

COMMENT ON FUNCTION ledger.wide_integer IS 'The integer at a place, from 0, of a column of a block, of whole bytes.';
