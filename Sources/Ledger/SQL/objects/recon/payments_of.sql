CREATE OR REPLACE FUNCTION recon.payments_of(number text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ARRAY(
        SELECT e.payment_no FROM ledger.find_entries($1) e WHERE e.payment_no <> ''
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.payment_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.refund_no <> '' AND i.refund_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.channel_trade_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.channel_refund_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.order_nos @> ARRAY[$1]) $$;

COMMENT ON FUNCTION recon.payments_of IS
    'Payments that an order, refund or channel number leads to by the bills in force and the discrepancies (a part of recon.explain).';
