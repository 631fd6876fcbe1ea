-- A limit is lifted by whoever asks for the run, with the reason that stands in the request.
CREATE OR REPLACE FUNCTION ledger.refuse_unasked_lift() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.note = (SELECT r.lift_share_limit_reason FROM ledger.run r
                    WHERE r.account_id = NEW.account_id AND r.run_id = NEW.run_id)
       OR pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'nobody asked for run % to go on beyond the share limit for this reason', NEW.run_id
        USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION ledger.refuse_unasked_lift IS 'Refuses the lift of a share limit that no request gave this reason for.';

CREATE OR REPLACE TRIGGER a_limit_is_lifted_by_request BEFORE INSERT ON ledger.day_event FOR EACH ROW
    WHEN (NEW.event = 'share_limit_lifted') EXECUTE FUNCTION ledger.refuse_unasked_lift();
