-- The words are read by QueueNews.swift and nowhere else.
CREATE OR REPLACE FUNCTION ledger.tell_of_lease() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- A process that was forgotten took its leases with it.
    PERFORM pg_notify('recon_run', 'released ' || OLD.run_id || ' ' || OLD.account_id || ' by ' || coalesce(
        (SELECT p.kind FROM ledger.process p WHERE p.process_id = OLD.process_id), 'nobody'));
    RETURN NULL;
END $$;

COMMENT ON FUNCTION ledger.tell_of_lease IS 'Says that a run''s lease has ended, and whose it was, to whoever waits for its account.';

CREATE OR REPLACE TRIGGER lease_is_told AFTER DELETE ON ledger.lease FOR EACH ROW EXECUTE FUNCTION ledger.tell_of_lease();
