-- The shop's rows, and the payments that a number leads to, where its relations are in this database. They are somebody else's,
-- and a view may call functions of that somebody: so they are read with rights that hold nothing else. config/roles.sql makes
-- the role reconciled_shop_reader, and the owner of this function of it.
CREATE OR REPLACE FUNCTION ledger.shop_rows(
    payment_relation text, refund_relation text, number text, INOUT payments text[], OUT paid jsonb, OUT refunded jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET row_security = off AS $$
DECLARE
    -- Names and nothing else, quoted where they have to be.
    payment_name text := payment_relation::regclass;
    refund_name text := refund_relation::regclass;
    found_payments text[];
    rows_max CONSTANT integer := 1000;  -- more than a person reads of one number
BEGIN
    EXECUTE format('SELECT array_agg(DISTINCT payment_no) FROM (
            SELECT payment_no::text FROM %1$s WHERE payment_no = ANY($2)
            UNION ALL SELECT payment_no FROM %1$s WHERE payment_no = $1
            UNION ALL SELECT payment_no FROM %1$s WHERE channel_trade_no = $1
            UNION ALL SELECT payment_no FROM %2$s WHERE refund_no = $1
            UNION ALL SELECT payment_no FROM %2$s WHERE channel_refund_no = $1 LIMIT $3) AS known',
        payment_name, refund_name) INTO found_payments USING number, payments, rows_max;
    -- Only what no other column knows is looked for among the order numbers: a view may have to gather them all.
    IF found_payments IS NULL THEN
        EXECUTE format('SELECT array_agg(payment_no::text) FROM (
            SELECT payment_no FROM %s WHERE order_nos @> ARRAY[$1] LIMIT $2) AS known', payment_name)
            INTO found_payments USING number, rows_max;
    END IF;
    payments := ARRAY(SELECT DISTINCT unnest(payments || found_payments));
    EXECUTE format($sql$
        SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM (
            SELECT paid_at::timestamptz AS at, payment_no, channel, account, channel_trade_no, amount_fen::numeric AS fen, currency, state,
                   array_to_string(order_nos, ', ') AS orders
            FROM %s WHERE payment_no = ANY($1) LIMIT $2) AS r$sql$, payment_name) INTO paid USING payments, rows_max;
    EXECUTE format($sql$
        SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM (
            SELECT refunded_at::timestamptz AS at, refund_no, payment_no, channel, account, channel_refund_no, amount_fen::numeric AS fen,
                   currency, state
            FROM %s WHERE payment_no = ANY($1) LIMIT $2) AS r$sql$, refund_name) INTO refunded USING payments, rows_max;
END $$;

COMMENT ON FUNCTION ledger.shop_rows IS
    'Reads the shop for recon.explain, as reconciled_shop_reader where there is that role.';
