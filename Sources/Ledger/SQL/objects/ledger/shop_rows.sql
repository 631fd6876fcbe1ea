-- The shop's rows, and the payments that a number leads to, where its relations are in this database. They are somebody else's,
-- and a view may call functions of that somebody: so they are read with rights that hold nothing else. config/roles.sql makes
-- the role reconciled_shop_reader, and the owner of this function of it.
--
-- `reconciled explain` asks a shop elsewhere the same (Orders, ExplainedOrders.swift). Each question is planned first: one for which
-- much of a table would have to be read, because no index leads to the rows, is not asked, but told of.
CREATE OR REPLACE FUNCTION ledger.shop_rows(
    payment_relation text, refund_relation text, number text, payments text[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET row_security = off AS $$
DECLARE
    -- Names and nothing else, quoted where they have to be.
    payment_name text := payment_relation::regclass;
    refund_name text := refund_relation::regclass;
    bytes_max CONSTANT bigint := 16 << 20;  -- about 100,000 rows
    rows_max CONSTANT integer := 1000;  -- more than a person reads of one number
    ask record;
    plan jsonb;
    bytes bigint;
    found jsonb;
    shop jsonb := '{"unread": []}';
BEGIN
    FOR ask IN SELECT a.what, a.relation, format(a.question, a.relation) AS question FROM (VALUES
        ('payment_no', payment_name, 'SELECT payment_no FROM %s WHERE payment_no = $1'),
        ('channel_trade_no', payment_name, 'SELECT payment_no FROM %s WHERE channel_trade_no = $1'),
        ('refund_no', refund_name, 'SELECT payment_no FROM %s WHERE refund_no = $1'),
        ('channel_refund_no', refund_name, 'SELECT payment_no FROM %s WHERE channel_refund_no = $1'),
        ('order_nos', payment_name, 'SELECT payment_no FROM %s WHERE order_nos @> ARRAY[$1]'),
        ('paid', payment_name, 'SELECT paid_at::timestamptz AS at, payment_no, channel, account, channel_trade_no,
             amount_fen::numeric AS fen, currency, state, array_to_string(order_nos, '', '') AS orders
             FROM %s WHERE payment_no = ANY ($2)'),
        ('refunded', refund_name, 'SELECT refunded_at::timestamptz AS at, refund_no, payment_no, channel, account,
             channel_refund_no, amount_fen::numeric AS fen, currency, state FROM %s WHERE payment_no = ANY ($2)'))
        AS a (what, relation, question)
    LOOP
        EXECUTE 'EXPLAIN (VERBOSE, FORMAT JSON) ' || ask.question INTO plan USING number, payments;
        SELECT coalesce(sum(pg_relation_size(t.name)), 0) INTO bytes FROM (
            SELECT DISTINCT to_regclass(format('%I.%I', step ->> 'Schema', step ->> 'Relation Name')) AS name
            FROM jsonb_path_query(plan, 'strict $.** ? (exists(@."Relation Name") && !exists(@."Index Cond")
                                         && !exists(@."Recheck Cond") && !exists(@."TID Cond"))') AS step) AS t;
        IF bytes > bytes_max THEN
            shop := jsonb_insert(shop, '{unread,-1}', jsonb_build_object('column', ask.what, 'relation', ask.relation,
                        'bytes', bytes), true);
            CONTINUE;
        END IF;
        EXECUTE format('SELECT coalesce(jsonb_agg(to_jsonb(r)), ''[]'') FROM (%s LIMIT $3) AS r', ask.question)
            INTO found USING number, payments, rows_max;
        shop := shop || jsonb_build_object(ask.what, found);
        payments := ARRAY(SELECT unnest(payments) UNION SELECT r ->> 'payment_no' FROM jsonb_array_elements(found) AS r);
    END LOOP;
    RETURN shop || jsonb_build_object('payments', payments);
END $$;

COMMENT ON FUNCTION ledger.shop_rows IS
    'Reads the shop for recon.explain, as reconciled_shop_reader where there is that role: what recon.explain(number, shop) takes.';
