-- Fees keep the five decimals that WeChat Pay prints, and hardly ever need them.
CREATE OR REPLACE FUNCTION recon.short(amount numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(amount, greatest(coalesce(min_scale(amount), 2), 2));

COMMENT ON FUNCTION recon.short IS 'The same amount with as many decimals as it needs, two at least.';
