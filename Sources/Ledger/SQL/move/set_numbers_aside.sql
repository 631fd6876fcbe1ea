-- Past every number that was given here, for as many as come in and some more of the same source. Round, so that people see the
-- old one in the new one; and so far past that none can be given between the two steps of this statement.
WITH sequence AS (
    SELECT pg_get_serial_sequence(format('ledger.%I', c.relname), a.attname)::regclass AS name
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind = 'r' AND a.attidentity = 'd'),
given AS MATERIALIZED (SELECT (max(nextval(name)) / 1000000 + 2) * 1000000 AS shift FROM sequence)
SELECT shift, min(setval(name, shift + ($1::bigint / 1000000 + 1) * 1000000)) FROM given CROSS JOIN sequence GROUP BY 1
