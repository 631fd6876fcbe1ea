CREATE OR REPLACE FUNCTION ledger.is_of_trade(movement_class text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN movement_class IN ('payment', 'fee', 'fee_return', 'refund', 'refund_returned');

COMMENT ON FUNCTION ledger.is_of_trade IS 'Classes of movements that entries of a trade bill expect, and that the bridge is about.';
