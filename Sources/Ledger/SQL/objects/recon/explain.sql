CREATE OR REPLACE FUNCTION recon.explain(number text) RETURNS TABLE (at timestamptz, source text, event text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.* FROM (SELECT recon.payments_of($1) AS payments OFFSET 0) known
    CROSS JOIN LATERAL ledger.shop_here($1, known.payments) s
    CROSS JOIN LATERAL ledger.tell($1, known.payments, s.shop, s.gap) t $$;

COMMENT ON FUNCTION recon.explain(text) IS
    'Everything known about one order, payment, refund, channel or flow number (单号追溯), in time order: the shop''s row, the line of the bill, pair or lack of it, what moved for it, each run, each decision.';

CREATE OR REPLACE FUNCTION recon.explain(number text, shop jsonb) RETURNS TABLE (at timestamptz, source text, event text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM ledger.tell($1, recon.payments_of($1), $2, NULL) $$;

COMMENT ON FUNCTION recon.explain(text, jsonb) IS
    'The same with the shop''s rows as `reconciled explain` hands them over, which has read them in the shop''s own database.';
