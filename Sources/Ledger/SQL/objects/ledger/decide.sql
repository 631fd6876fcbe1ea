-- Errors of this and of recon's other functions have stable SQLSTATEs:
--   RC404 there is no such thing    RC409 its state does not allow it    RC412 it changed since it was looked at
--   RC422 an argument is not valid  RC423 the period is closed
--
-- The one place where a person changes an item's status.
CREATE OR REPLACE FUNCTION ledger.decide(
    id bigint, decision text, decided_resolution text, decided_note text, seen_difference numeric)
RETURNS recon.decision LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    item ledger.item;
    holder text;
    becomes text;
BEGIN
    PERFORM ledger.require_decision(decision, decided_resolution, decided_note);
    item := ledger.require_item(id);
    IF seen_difference IS DISTINCT FROM recon.yuan(item.difference_fen) AND seen_difference IS NOT NULL THEN
        RAISE EXCEPTION 'the difference of discrepancy % is % now, not %', id, recon.yuan(item.difference_fen),
            seen_difference USING ERRCODE = 'RC412', HINT = 'A run changed it since: look at it again, then decide.';
    END IF;
    IF item.status = 'acknowledged' THEN
        SELECT e.actor INTO holder FROM ledger.item_event e
        WHERE e.account_id = item.account_id AND e.item_id = id AND e.event = 'acknowledged'
        ORDER BY e.event_id DESC LIMIT 1;
    END IF;
    IF item.status = 'resolved' AND decision <> 'reopened' THEN
        RAISE EXCEPTION 'discrepancy % is resolved already (%, by %)', id, item.resolution, item.resolved_by USING
            ERRCODE = 'RC409', HINT = 'See recon.discrepancy_history; recon.reopen(number, note) takes it up again.';
    ELSIF decision = 'acknowledged' AND item.status = 'pending' THEN
        RAISE EXCEPTION 'item % is in doubt, not a discrepancy yet', id USING ERRCODE = 'RC409', HINT =
            'The bill of its due_date decides it; recon.resolve(number, resolution, note) closes it by hand.';
    ELSIF decision = 'acknowledged' AND holder <> session_user THEN
        RAISE EXCEPTION 'discrepancy % is acknowledged by % already', id, holder USING ERRCODE = 'RC409', HINT =
            'Let them resolve it, or take it over: recon.reopen(number, note), then recon.acknowledge(number, note).';
    ELSIF decision = 'reopened' AND item.status NOT IN ('resolved', 'acknowledged') THEN
        RAISE EXCEPTION 'discrepancy % is % already', id, item.status USING
            ERRCODE = 'RC409', HINT = 'Nothing needs to be reopened.';
    ELSIF decision = 'reopened' AND NOT item.found THEN
        RAISE EXCEPTION 'discrepancy % is not there any more: run % did not find it', id, item.last_run_id USING
            ERRCODE = 'RC409', HINT = 'A run that finds it again reopens it by itself.';
    END IF;
    -- An item that waits for a bill, and never was more, waits again.
    becomes := CASE WHEN decision <> 'reopened' THEN decision
        WHEN item.opened_at IS NULL AND (item.due_date IS NOT NULL OR item.bill_date IS NULL) THEN 'pending'
        ELSE 'open' END;
    UPDATE ledger.item i SET status = becomes, note = decided_note,
           opened_at = CASE WHEN becomes = 'open' THEN coalesce(i.opened_at, clock_timestamp()) ELSE i.opened_at END,
           resolved_at = CASE WHEN becomes = 'resolved' THEN clock_timestamp() END,
           resolution = CASE WHEN becomes = 'resolved' THEN decided_resolution END,
           resolved_by = CASE WHEN becomes = 'resolved' THEN session_user END
    WHERE i.account_id = item.account_id AND i.item_id = id;
    -- A run leaves a closed day as it was; a person's decision is about the item, wherever it is shown.
    UPDATE ledger.late_effect e SET status = becomes
    WHERE e.account_id = item.account_id AND e.item_id = id AND e.status IS NOT NULL;
    INSERT INTO ledger.item_event (account_id, item_id, event, actor, note, resolution, difference_fen)
    VALUES (item.account_id, id, decision, session_user, decided_note,
            CASE decision WHEN 'resolved' THEN decided_resolution END, item.difference_fen);
    RETURN ROW (id, becomes, item.code::text, item.bill_date, item.payment_no, recon.yuan(item.difference_fen),
                CASE WHEN becomes = 'resolved' THEN decided_resolution END, decided_note)::recon.decision;
END $$;

COMMENT ON FUNCTION ledger.decide IS
    'Behind recon.acknowledge, resolve and reopen.';
