-- People decide by the functions above, which run as the owner of the tables. Whoever else writes there, the service, does what
-- runs do, in no name but its own. The rules are the triggers' conditions: of a run's many rows none calls the function.
CREATE OR REPLACE FUNCTION ledger.refuse_decision() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% may write to ledger.% what a run does, and nothing else (%)', current_user, TG_TABLE_NAME, TG_NAME
        USING ERRCODE = 'insufficient_privilege', HINT =
            'People decide with recon.acknowledge, recon.resolve and recon.reopen, and ask for runs with recon.reconcile.';
END $$;

COMMENT ON FUNCTION ledger.refuse_decision IS
    'Refuses all but the owner of the table; the triggers'' conditions say what.';

CREATE OR REPLACE TRIGGER a_run_makes_items_undecided BEFORE INSERT ON ledger.item FOR EACH ROW
    WHEN (NEW.status NOT IN ('pending', 'open') OR num_nonnulls(NEW.note, NEW.assignee, NEW.due_on) > 0) EXECUTE FUNCTION ledger.refuse_decision();

CREATE OR REPLACE TRIGGER a_run_leaves_decisions_alone BEFORE UPDATE ON ledger.item FOR EACH ROW WHEN (
    (NEW.note, NEW.assignee, NEW.due_on) IS DISTINCT FROM (OLD.note, OLD.assignee, OLD.due_on)
    OR CASE WHEN OLD.status = 'resolved' AND NEW.status = 'resolved'
        THEN (NEW.resolution, NEW.resolved_by, NEW.resolved_at) IS DISTINCT FROM (OLD.resolution, OLD.resolved_by, OLD.resolved_at)
        -- What no run finds any more.
        WHEN NEW.status = 'resolved'
        THEN (NEW.resolution, NEW.resolved_by, NEW.found) IS DISTINCT FROM ('superseded'::text, 'reconciled'::text, false)
        -- What is found again, and was to be gone or is another amount now (Contract 3.7).
        WHEN OLD.status = 'resolved'
        THEN NEW.status = 'acknowledged' OR OLD.resolution NOT IN ('superseded', 'corrected')
            AND (NEW.order_fen, NEW.channel_fen, NEW.difference_fen)
                IS NOT DISTINCT FROM (OLD.order_fen, OLD.channel_fen, OLD.difference_fen)
        ELSE (NEW.status = 'acknowledged') <> (OLD.status = 'acknowledged') END)
    EXECUTE FUNCTION ledger.refuse_decision();

CREATE OR REPLACE TRIGGER a_run_tells_what_it_did BEFORE INSERT ON ledger.item_event FOR EACH ROW
    WHEN (NEW.actor <> 'reconciled' OR NEW.event IN ('acknowledged', 'resolved', 'reopened', 'assigned', 'noted') OR NEW.run_id IS NULL
          OR NEW.note IS NOT NULL OR NEW.resolution IS NOT NULL OR NEW.assignee IS NOT NULL OR NEW.due_on IS NOT NULL)
    EXECUTE FUNCTION ledger.refuse_decision();

CREATE OR REPLACE TRIGGER a_run_is_asked_for_in_ones_own_name BEFORE INSERT ON ledger.run FOR EACH ROW
    WHEN (NEW.requested_by <> ledger.requester(NEW.origin, NEW.requested_by)) EXECUTE FUNCTION ledger.refuse_decision();

CREATE OR REPLACE TRIGGER an_ended_run_stays_as_it_is BEFORE UPDATE ON ledger.run FOR EACH ROW
    WHEN (OLD.state IN ('done', 'failed')) EXECUTE FUNCTION ledger.refuse_decision();
