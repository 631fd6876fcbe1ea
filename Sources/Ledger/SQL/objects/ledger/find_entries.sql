CREATE OR REPLACE FUNCTION ledger.find_entries(number text) RETURNS SETOF ledger.entry
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM ledger.entry WHERE payment_hash = hashtextextended($1, 0) AND payment_no = $1
    UNION SELECT * FROM ledger.entry WHERE refund_no <> '' AND refund_no = $1
    UNION SELECT * FROM ledger.entry WHERE channel_refund_no <> '' AND channel_refund_no = $1
    UNION SELECT * FROM ledger.entry
     WHERE hashtextextended(channel_trade_no, 0) = hashtextextended($1, 0) AND channel_trade_no = $1
    UNION ALL
    SELECT p.* FROM ledger.trade_blocks(ARRAY[$1]) b CROSS JOIN LATERAL (
        SELECT (entry).* FROM ledger.plain_entry p
        WHERE p.account_id = b.account_id AND p.bill_date = b.bill_date AND p.entry_type = b.entry_type
          AND p.file_no = b.file_no AND p.first_line = b.first_line
          AND $1 IN (p.payment_no, p.refund_no, p.channel_trade_no, p.channel_refund_no) OFFSET 0) p
    WHERE $1 <> '' $$;

COMMENT ON FUNCTION ledger.find_entries IS
    'Entries by any number they bear: rows by an index for each kind, packed ones by the index of numbers.';
