CREATE OR REPLACE FUNCTION ledger.refuse_closed_day() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- A run of before that came along with its account has a number that was set aside for it, and no other run has.
    IF NEW.bill_date <= ledger.closed_through() AND NOT EXISTS (
        SELECT FROM ledger.account_move m WHERE m.account_id = NEW.account_id AND m.direction = 'in'
           AND NEW.run_id BETWEEN m.shift + 1 AND m.greatest_no)
    THEN
        RAISE EXCEPTION 'the day % is in a period that is closed', NEW.bill_date USING ERRCODE = 'RC423',
            HINT = 'What is closed stays closed; see recon.late_effects for what later runs find about it.';
    END IF;
    RETURN NEW;
END $$;

COMMENT ON FUNCTION ledger.refuse_closed_day IS 'Refuses runs of a day in a closed period.';

CREATE OR REPLACE TRIGGER a_closed_day_is_not_run BEFORE INSERT ON ledger.run
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_closed_day();
