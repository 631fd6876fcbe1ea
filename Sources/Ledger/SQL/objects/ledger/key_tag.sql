CREATE OR REPLACE FUNCTION ledger.key_tag(entry_type ledger.entry_type, payment_no text, refund_no text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ledger.tag(payment_no || CASE entry_type WHEN 'refund' THEN E'\n' || refund_no ELSE '' END);

COMMENT ON FUNCTION ledger.key_tag IS 'Four bytes of a key''s hash, as ledger.open_key has them.';
