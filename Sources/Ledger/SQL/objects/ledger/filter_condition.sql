-- People's filters become SQL here and nowhere else: names are columns of the view, operators are of a list, values are quoted
-- and cast to the column's type.
CREATE OR REPLACE FUNCTION ledger.filter_condition(filter text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    rest text := coalesce(filter, '');
    part text[];
    type text;
    operand text;
    one_value constant text := '(?:''(?:[^'']|'''')*''|[^\s,()'']+)';
    conditions text[] := '{}';
BEGIN
    LOOP
        -- Column, operator, value or list of values, and what follows an `and`.
        part := regexp_match(rest, '^\s*(\w+)\s*(<=|>=|<>|!=|=|<|>|\mnot\s+in\M|\min\M|\mis\s+not\s+null\M|\mis\s+null\M)\s*'
            || '(\(\s*' || one_value || '(?:\s*,\s*' || one_value || ')*\s*\)|' || one_value || ')?\s*(?:\mand\M\s*(\S.*))?$', 'i');
        EXIT WHEN part IS NULL;
        SELECT format_type(a.atttypid, NULL) INTO type FROM pg_attribute a
        WHERE a.attrelid = 'recon.open_items'::regclass AND a.attname = lower(part[1]) AND a.attnum > 0 AND NOT a.attisdropped;
        EXIT WHEN type IS NULL OR type LIKE '%[]';
        part[2] := lower(regexp_replace(part[2], '\s+', ' ', 'g'));
        IF part[2] LIKE 'is%' THEN
            EXIT WHEN part[3] IS NOT NULL;
            operand := '';
        ELSIF part[2] LIKE '%in' THEN
            EXIT WHEN part[3] IS NULL OR part[3] NOT LIKE '(%';
            SELECT '(' || string_agg(format('%L::%s', ledger.unquoted(v[1]), type), ', ') || ')' INTO operand
            FROM regexp_matches(part[3], one_value, 'g') AS v;
        ELSE
            EXIT WHEN part[3] IS NULL OR part[3] LIKE '(%';
            operand := format('%L::%s', ledger.unquoted(part[3]), type);
        END IF;
        BEGIN
            IF operand <> '' THEN EXECUTE 'SELECT ' || operand; END IF;
        EXCEPTION WHEN data_exception THEN
            RAISE EXCEPTION '% takes values of type %, not %', lower(part[1]), type, part[3] USING ERRCODE = 'RC422',
                HINT = 'Days are written as 2026-11-30, amounts in yuan as 0.05.';
        END;
        conditions := conditions || format('%I %s %s', lower(part[1]), part[2], operand);
        IF part[4] IS NULL THEN RETURN array_to_string(conditions, ' AND '); END IF;
        rest := part[4];
    END LOOP;
    RAISE EXCEPTION 'the filter is not understood at: %', coalesce(nullif(trim(rest), ''), 'its beginning') USING ERRCODE = 'RC422', HINT =
        'For example: code = fee_mismatch and age > 7 and amount <= 0.05 and account in (1900999001, 1900999002). Columns are those of recon.open_items; operators are =, <>, <, <=, >, >=, in, not in, is null and is not null.';
END $$;

COMMENT ON FUNCTION ledger.filter_condition IS
    'A person''s filter as a condition on recon.open_items; refuses what is not one.';
