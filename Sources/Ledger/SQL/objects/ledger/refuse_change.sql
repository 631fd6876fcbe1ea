-- History cannot be rewritten, not even by mistake.
CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

COMMENT ON FUNCTION ledger.refuse_change IS 'Refuses every change: history cannot be rewritten, not even by mistake.';

CREATE OR REPLACE TRIGGER item_event_is_append_only BEFORE UPDATE OR DELETE ON ledger.item_event
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

CREATE OR REPLACE TRIGGER items_are_never_deleted BEFORE DELETE ON ledger.item
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

CREATE OR REPLACE TRIGGER a_closed_period_stays_closed BEFORE UPDATE OR DELETE ON ledger.period
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
