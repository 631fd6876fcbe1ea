-- Likewise of movements.
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(ledger.tag(m.number), '' ORDER BY m.number), '') AS tags
    FROM (SELECT DISTINCT unnest(ARRAY[p.business_no, p.voucher_no]) AS number FROM ledger.packed_movement p
           WHERE p.account_id = t.account_id AND p.bill_date = t.bill_date AND p.file_no = t.file_no
             AND p.first_line = t.first_line) m
    WHERE m.number <> '') AS made
