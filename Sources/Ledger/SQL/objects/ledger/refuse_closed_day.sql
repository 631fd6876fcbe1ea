CREATE OR REPLACE FUNCTION ledger.refuse_closed_day() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.bill_date <= ledger.closed_through() THEN
        RAISE EXCEPTION 'the day % is in a period that is closed', NEW.bill_date USING ERRCODE = 'RC423',
            HINT = 'What is closed stays closed; see recon.late_effects for what later runs find about it.';
    END IF;
    RETURN NEW;
END $$;

COMMENT ON FUNCTION ledger.refuse_closed_day IS 'Refuses runs of a day in a closed period.';

CREATE OR REPLACE TRIGGER a_closed_day_is_not_run BEFORE INSERT ON ledger.run
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_closed_day();
