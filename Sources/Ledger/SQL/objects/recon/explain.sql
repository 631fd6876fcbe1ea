CREATE OR REPLACE FUNCTION recon.explain(number text) RETURNS TABLE (at timestamptz, source text, event text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM ledger.explain_kept($1)
    UNION ALL
    SELECT NULL, c.source, c.event
    FROM recon.counted_pairs(array_append((ledger.shop_events($1, '{}')).payments, $1)) c $$;

COMMENT ON FUNCTION recon.explain IS
    'Everything known about one order, payment, refund or channel number (单号追溯), in time order: the shop''s row, the line of the bill, pair or lack of it, each run, each decision.';
