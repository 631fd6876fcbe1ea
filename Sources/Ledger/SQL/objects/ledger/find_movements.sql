-- One walk through the blocks' tags, for however many numbers. OFFSET 0 keeps the tags a question about the block, which is
-- answered before it is unpacked.
CREATE OR REPLACE FUNCTION ledger.find_movements(numbers text[]) RETURNS SETOF ledger.movement
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH wanted AS (SELECT DISTINCT number, ledger.tag(number) AS tag FROM unnest($1) AS number WHERE number <> '')
    SELECT m.* FROM wanted w CROSS JOIN ledger.account a
    JOIN ledger.movement m ON m.account_id = a.account_id AND m.business_no = w.number
    UNION SELECT m.* FROM wanted w CROSS JOIN ledger.account a
    JOIN ledger.movement m ON m.account_id = a.account_id AND m.voucher_no <> '' AND m.voucher_no = w.number
    UNION SELECT m.* FROM wanted w JOIN ledger.movement m ON m.flow_no <> '' AND m.flow_no = w.number
    UNION ALL
    SELECT (p.movement).* FROM ledger.packed_movement p
    WHERE EXISTS (SELECT FROM unnest((SELECT array_agg(tag) FROM wanted)) AS tag WHERE position(tag IN p.tags) > 0 OFFSET 0)
      AND (p.business_no = ANY ($1) AND p.business_no <> '' OR p.voucher_no = ANY ($1) AND p.voucher_no <> '') $$;

COMMENT ON FUNCTION ledger.find_movements IS
    'Movements by the numbers they bear: rows by an index for each kind of number, packed ones by the tags of their block, which know business and voucher numbers and no flow numbers.';
