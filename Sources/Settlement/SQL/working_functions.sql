-- What keeps working tables fit for use, of whatever size; they are the session's, as the tables are.

-- A page more or less of working rows is read in no time; this many are worth a look at what the planner thinks of them, and
-- a file of their own.
CREATE FUNCTION pg_temp.pages_large() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 32';

-- Of a small table the planner's guess (some ten pages) is as good as any: to count it takes longer than any plan.
CREATE FUNCTION pg_temp.analyze_large(working_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF pg_relation_size(working_table) > pg_temp.pages_large() * current_setting('block_size')::integer THEN
        EXECUTE format('ANALYZE %s', working_table);
    END IF;
END $$;

-- What the settlement before this one has left. To give a table a new file takes longer than to delete some rows, and leaves a
-- row in the catalogue.
CREATE FUNCTION pg_temp.empty_tables(working_tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    working_table regclass;
    bytes bigint;
BEGIN
    FOREACH working_table IN ARRAY working_tables LOOP
        bytes := pg_relation_size(working_table);
        IF bytes > pg_temp.pages_large() * current_setting('block_size')::integer THEN
            EXECUTE format('TRUNCATE %s', working_table);
        ELSIF bytes > 0 THEN
            EXECUTE format('DELETE FROM %s', working_table);
        END IF;
    END LOOP;
END $$;
