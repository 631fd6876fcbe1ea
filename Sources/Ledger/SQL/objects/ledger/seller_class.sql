-- What a row of a statement is of, the first that applies: of one row, or of many that are alike. Not SECURITY DEFINER and without
-- SET, so that the planner takes it apart.
CREATE OR REPLACE FUNCTION ledger.seller_class(left_out text, names_orders text, code_class text, fee_code text, code text,
    is_own_funds boolean, is_paid boolean, is_of_month boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN left_out IS NOT NULL THEN left_out
            WHEN names_orders = 'conflict' THEN 'unresolved'
            WHEN fee_code IS NOT NULL THEN 'fee:' || fee_code
            WHEN code_class = 'own_funds' OR code_class IS NULL AND code = '' AND is_own_funds THEN 'own_funds'
            WHEN code_class IN ('receipt', 'refund', 'deposit_refund') AND names_orders = 'one' AND is_paid THEN
                CASE WHEN is_of_month THEN 'order' ELSE 'other_period' END
            ELSE 'unresolved' END;

COMMENT ON FUNCTION ledger.seller_class IS
    'The class of money by what is known of a row: is_paid that the shop knows the order, is_of_month that it was paid in the row''s month.';
