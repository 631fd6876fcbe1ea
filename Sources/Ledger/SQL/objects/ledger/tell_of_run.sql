-- The words are read by QueueNews.swift and nowhere else.
CREATE OR REPLACE FUNCTION ledger.tell_of_run() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('recon_run', NEW.state || ' ' || NEW.run_id);
    RETURN NULL;
END $$;

COMMENT ON FUNCTION ledger.tell_of_run IS 'Says that a run is queued, to the daemons, or has ended, to whoever waits for it.';

CREATE OR REPLACE TRIGGER run_is_told AFTER INSERT OR UPDATE OF state ON ledger.run FOR EACH ROW
    WHEN (NEW.state IN ('queued', 'done', 'failed')) EXECUTE FUNCTION ledger.tell_of_run();
