CREATE OR REPLACE FUNCTION recon.classify_code(code text, class text, text text)
RETURNS TABLE (rows bigint, amount numeric)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (class IN ('receipt', 'refund', 'deposit_refund', 'fee', 'insurance', 'marketing', 'donation', 'subsidy', 'own_funds')) IS NOT TRUE
    THEN
        RAISE EXCEPTION '% is no class', coalesce(quote_literal(class), 'NULL') USING ERRCODE = 'RC422',
            HINT = 'Give one of receipt, refund, deposit_refund, fee, insurance, marketing, donation, subsidy, own_funds.';
    END IF;
    IF coalesce(code, '') !~ '\S' OR coalesce(text, '') !~ '\S' THEN
        RAISE EXCEPTION 'a code and its text are required' USING ERRCODE = 'RC422',
            HINT = 'Give the code as the statements print it, and what it is called.';
    END IF;
    INSERT INTO ledger.business_code AS c (code, class, text, set_by) VALUES ($1, $2, $3, session_user)
    ON CONFLICT ON CONSTRAINT business_code_pkey DO UPDATE
       SET class = EXCLUDED.class, text = EXCLUDED.text, is_ours = false, set_by = EXCLUDED.set_by, set_at = clock_timestamp();
    UPDATE ledger.alarm SET ended_at = clock_timestamp()
    WHERE shop_id IS NOT NULL AND cause = 'unknown_code ' || $1 AND ended_at IS NULL;
    RETURN QUERY SELECT b.rows, b.amount FROM recon.business_codes b WHERE b.code = $1;
END $$;

COMMENT ON FUNCTION recon.classify_code IS
    'Says what a business code is of (业务码归类), or a type of rows without one; answers with the movements that it holds for.';
