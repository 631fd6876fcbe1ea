-- History cannot be rewritten, not even by mistake. What has gone to another database whole goes from here, by the owner alone,
-- who wrote down that it did: nobody else may delete here at all.
CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME IN ('item', 'item_event') THEN
        IF EXISTS (SELECT FROM ledger.account_move m WHERE m.account_id = OLD.account_id AND m.direction = 'out') THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

COMMENT ON FUNCTION ledger.refuse_change IS
    'Refuses every change: history cannot be rewritten, not even by mistake. It goes when its account has gone to another database.';

CREATE OR REPLACE TRIGGER item_event_is_append_only BEFORE UPDATE OR DELETE ON ledger.item_event
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

CREATE OR REPLACE TRIGGER items_are_never_deleted BEFORE DELETE ON ledger.item
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

CREATE OR REPLACE TRIGGER a_closed_period_stays_closed BEFORE UPDATE OR DELETE ON ledger.period
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
