CREATE OR REPLACE FUNCTION ledger.find_movements(numbers text[]) RETURNS SETOF ledger.movement
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH wanted AS (SELECT DISTINCT number FROM unnest($1) AS number WHERE number <> '')
    SELECT m.* FROM wanted w CROSS JOIN ledger.account a
    JOIN ledger.movement m ON m.account_id = a.account_id AND m.business_no = w.number
    UNION SELECT m.* FROM wanted w CROSS JOIN ledger.account a
    JOIN ledger.movement m ON m.account_id = a.account_id AND m.voucher_no <> '' AND m.voucher_no = w.number
    UNION SELECT m.* FROM wanted w JOIN ledger.movement m ON m.flow_no <> '' AND m.flow_no = w.number
    UNION ALL
    SELECT p.* FROM ledger.funds_blocks($1) b CROSS JOIN LATERAL (
        SELECT (movement).* FROM ledger.packed_movement p
        WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.file_no = b.file_no
          AND p.first_line = b.first_line
          AND (p.business_no = ANY ($1) AND p.business_no <> '' OR p.voucher_no = ANY ($1) AND p.voucher_no <> '') OFFSET 0) p $$;

COMMENT ON FUNCTION ledger.find_movements IS
    'Movements by the numbers they bear: rows by an index for each kind of number, packed ones by the index of numbers, which knows business and voucher numbers and no flow numbers.';
