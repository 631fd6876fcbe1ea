-- `reco` in ASCII begins them, so that they are told from others' locks. `migrate` has one of its own (Schema.swift), which it
-- takes before there is this function.
CREATE OR REPLACE FUNCTION ledger.lock_number(name ledger.lock_name) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE name WHEN 'settlement' THEN x'7265636f6e000000'::bigint
                     WHEN 'process' THEN x'7265636f'::bigint WHEN 'alarm' THEN x'72656361'::bigint END;

COMMENT ON FUNCTION ledger.lock_number IS
    'Advisory locks. settlement: held by whoever changes results. process, alarm: first half of the lock of a living process, and of whoever tells of an alarm; the second half is its number.';
