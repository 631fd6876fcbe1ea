-- Total for every number: a row or a sum beyond all money is NaN, and takes no other row's view away.
CREATE OR REPLACE FUNCTION recon.yuan(fen numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN abs(fen) >= 1000000000000000000 THEN 'NaN' ELSE (fen * 0.01)::numeric(18, 2) END;

COMMENT ON FUNCTION recon.yuan IS
    'Fen to yuan, exactly; NaN for what is beyond all money.';
