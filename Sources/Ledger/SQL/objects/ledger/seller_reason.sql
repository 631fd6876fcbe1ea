CREATE OR REPLACE FUNCTION ledger.seller_reason(left_out text, names_orders text, code_class text, description text, code text,
    is_own_funds boolean, is_known boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN left_out IS NOT NULL THEN NULL
            WHEN names_orders = 'conflict' THEN 'numbers_disagree'
            WHEN code_class IS NULL AND code <> '' THEN 'unknown_code'
            WHEN code_class IS NULL AND (description = 'blank' OR is_own_funds) THEN NULL
            WHEN code_class IS NULL THEN 'unknown_type'
            WHEN code_class NOT IN ('receipt', 'refund', 'deposit_refund') THEN NULL
            WHEN names_orders = 'several' THEN 'several_orders'
            WHEN names_orders = 'none' THEN 'no_order_number'
            WHEN NOT is_known THEN 'unknown_order' END;

COMMENT ON FUNCTION ledger.seller_reason IS 'Why nothing is known of a row of a statement, or empty.';
