-- Rows of one file that are alike to the last are told apart by their order: of a file whose rows are not in the order of time.
WITH n AS MATERIALIZED (
    SELECT line_no, row_number() OVER (PARTITION BY identity ORDER BY line_no) AS occurrence
    FROM ledger.seller_row WHERE statement_id = :statement)
UPDATE ledger.seller_row r SET occurrence = n.occurrence FROM n
WHERE r.statement_id = :statement AND r.line_no = n.line_no AND n.occurrence <> r.occurrence
