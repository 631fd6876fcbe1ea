-- What `Problem.reason` is to the program: what happened, in one line, without its code and without the row's own account and
-- day, which stand beside it.
CREATE OR REPLACE FUNCTION ledger.reason_text(
    what text, expected text, found text, place jsonb, because text, account text, day date
) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT what || coalesce('; expected ' || expected, '')
           || coalesce(CASE WHEN expected IS NULL THEN ';' ELSE ',' END || ' found ' || found, '')
           || coalesce(' (' || nullif(concat_ws(', ', place->>'file', 'line ' || (place->>'line'),
                  'column ' || (place->>'column'), place->>'address', nullif(place->>'account', account),
                  nullif(place->>'day', day::text), 'pot ' || (place->>'pot')), '') || ')', '')
           || coalesce(', because ' || because, '')
$$;

COMMENT ON FUNCTION ledger.reason_text IS
    'A stored problem in one line: what, expected and found, where, and what is behind it.';
