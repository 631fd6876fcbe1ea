CREATE OR REPLACE FUNCTION recon.assign(discrepancy_id bigint, assignee text, due_on date DEFAULT NULL, note text DEFAULT NULL)
RETURNS TABLE (status text, code text, difference numeric, assigned_to text, until date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    item ledger.item;
BEGIN
    IF assignee !~ '\S' OR note !~ '\S' THEN
        RAISE EXCEPTION 'the % is empty', CASE WHEN assignee !~ '\S' THEN 'assignee' ELSE 'note' END USING
            ERRCODE = 'RC422', HINT = 'Give a name, or NULL to take the assignment back; a note may be left out.';
    END IF;
    item := ledger.require_item(discrepancy_id);
    IF item.status = 'resolved' THEN
        RAISE EXCEPTION 'discrepancy % is resolved already (%, by %)', discrepancy_id, item.resolution, item.resolved_by USING
            ERRCODE = 'RC409', HINT = 'See recon.discrepancy_history; recon.reopen(number, note) takes it up again.';
    END IF;
    UPDATE ledger.item i SET assignee = assign.assignee, due_on = assign.due_on
     WHERE i.account_id = item.account_id AND i.item_id = item.item_id;
    INSERT INTO ledger.item_event (account_id, item_id, event, actor, note, difference_fen, assignee, due_on)
    VALUES (item.account_id, item.item_id, 'assigned', session_user, note, item.difference_fen, assignee, due_on);
    RETURN QUERY SELECT item.status, item.code::text, recon.yuan(item.difference_fen), assignee, due_on;
END $$;

COMMENT ON FUNCTION recon.assign IS
    'Says who is to settle a discrepancy or an item in doubt, and until when (指派差错); NULL takes the assignment back. Its status stays: whoever works on it acknowledges it.';
