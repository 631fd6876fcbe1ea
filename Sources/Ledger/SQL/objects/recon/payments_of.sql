CREATE OR REPLACE FUNCTION recon.payments_of(number text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH direct (payment_no) AS MATERIALIZED (
        SELECT e.payment_no FROM ledger.find_entries($1) e
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.payment_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.refund_no <> '' AND i.refund_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.channel_trade_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.channel_refund_no = $1
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.order_nos @> ARRAY[$1]),
    -- A flow number leads to an entry over the numbers that its movement bears.
    moved AS (
        SELECT e.payment_no FROM ledger.find_movements(ARRAY[$1]) m
        CROSS JOIN LATERAL unnest(ARRAY[m.business_no, m.voucher_no]) AS n CROSS JOIN LATERAL ledger.find_entries(n) e
        WHERE n NOT IN ('', $1))
    SELECT ARRAY(SELECT payment_no FROM direct WHERE payment_no <> ''
                 UNION SELECT payment_no FROM moved WHERE payment_no <> '' AND NOT EXISTS (SELECT FROM direct)) $$;

COMMENT ON FUNCTION recon.payments_of IS
    'Payments that an order, refund, channel or flow number leads to by the bills in force and the discrepancies (a part of recon.explain).';
