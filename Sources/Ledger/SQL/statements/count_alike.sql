-- Rows of one file that are alike to the last are told apart by their order: of a file whose rows are not in the order of time.
WITH n AS MATERIALIZED (
    SELECT line_no, row_number() OVER (PARTITION BY identity ORDER BY line_no)::integer AS occurrence
    FROM ledger.seller_row WHERE statement_id = :statement)
UPDATE ledger.seller_bundle b SET occurrences = o.occurrences
FROM (SELECT b.line_nos[1] AS first_line, array_agg(n.occurrence ORDER BY u.place) AS occurrences
      FROM ledger.seller_bundle b CROSS JOIN LATERAL unnest(b.line_nos) WITH ORDINALITY AS u (line_no, place)
      JOIN n ON n.line_no = u.line_no
      WHERE b.statement_id = :statement GROUP BY 1) o
WHERE b.statement_id = :statement AND b.line_nos[1] = o.first_line
  AND coalesce(b.occurrences, array_fill(1, ARRAY[cardinality(b.line_nos)])) <> o.occurrences
