-- The words are read by QueueNews.swift and nowhere else.
CREATE OR REPLACE FUNCTION ledger.tell_of_alarm() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('recon_run', 'alarm');
    RETURN NULL;
END $$;

COMMENT ON FUNCTION ledger.tell_of_alarm IS 'Wakes whoever delivers alarms and their ends.';

CREATE OR REPLACE TRIGGER alarm_is_told AFTER INSERT OR UPDATE OF ended_at ON ledger.alarm FOR EACH ROW EXECUTE FUNCTION ledger.tell_of_alarm();
