CREATE OR REPLACE FUNCTION recon.yuan_of_e5(e5 numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN abs(e5) >= 100000000000000000000 THEN 'NaN' ELSE (e5 * 0.00001)::numeric(20, 5) END;

COMMENT ON FUNCTION recon.yuan_of_e5 IS
    '1/100000 yuan, in which fees are kept, to yuan, exactly; NaN for what is beyond all money.';
