CREATE OR REPLACE FUNCTION ledger.shop_amount(fen jsonb) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN fen IS NULL OR fen = 'null' THEN 'no amount'
                WHEN (fen #>> '{}')::numeric % 1 = 0 THEN round((fen #>> '{}')::numeric * 0.01, 2)::text
                ELSE format('`%s` fen, which is no amount,', fen #>> '{}') END;

COMMENT ON FUNCTION ledger.shop_amount IS
    'Fen of the shop as yuan. What is no whole number of fen is told as the shop has it, and never as another amount.';
