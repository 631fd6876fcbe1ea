CREATE OR REPLACE FUNCTION ledger.find_entries(number text) RETURNS SETOF ledger.entry
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM ledger.entry WHERE payment_hash = hashtextextended($1, 0) AND payment_no = $1
    UNION SELECT * FROM ledger.entry WHERE refund_no <> '' AND refund_no = $1
    UNION SELECT * FROM ledger.entry WHERE channel_refund_no <> '' AND channel_refund_no = $1
    UNION SELECT * FROM ledger.entry
     WHERE hashtextextended(channel_trade_no, 0) = hashtextextended($1, 0) AND channel_trade_no = $1
    UNION ALL
    SELECT (entry).*
    FROM ledger.plain_entry
    WHERE (position((SELECT ledger.tag($1)) IN payment_tags) > 0
           OR position((SELECT ledger.tag($1)) IN other_tags) > 0)
      AND $1 IN (payment_no, refund_no, channel_trade_no, channel_refund_no) AND $1 <> '' $$;

COMMENT ON FUNCTION ledger.find_entries IS
    'Entries by any number they bear: rows by an index for each kind, packed ones by the tags of their block.';
