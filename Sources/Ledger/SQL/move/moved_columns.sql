-- Columns of a table that go along, which of them bear numbers that are given anew, and the primary key. The account's own
-- number is another one in every database.
SELECT a.attname, a.atttypid = 'bigint'::regtype AND (a.attname ~ '_id$' OR a.attname IN ('shift', 'greatest_no')),
       (SELECT string_agg(quote_ident(k.attname), ', ' ORDER BY array_position(i.indkey::int2[], k.attnum))
        FROM pg_index i JOIN pg_attribute k ON k.attrelid = i.indrelid AND k.attnum = ANY (i.indkey)
        WHERE i.indrelid = a.attrelid AND i.indisprimary)
FROM pg_attribute a
WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  AND a.attname <> 'account_id' AND a.attname <> ALL ($2::text[])
ORDER BY a.attnum
