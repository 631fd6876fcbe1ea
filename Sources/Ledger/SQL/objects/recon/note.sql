CREATE OR REPLACE FUNCTION recon.note(discrepancy_id bigint, note text)
RETURNS TABLE (at timestamptz, actor text, event text, said text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    item ledger.item;
BEGIN
    PERFORM ledger.require_decision('noted', NULL, $2);
    item := ledger.require_item($1);
    INSERT INTO ledger.item_event (account_id, item_id, event, actor, note, difference_fen)
    VALUES (item.account_id, item.item_id, 'noted', session_user, $2, item.difference_fen);
    RETURN QUERY SELECT n.at, n.actor, n.event, n.note FROM recon.notes n WHERE n.discrepancy_id = $1;
END $$;

COMMENT ON FUNCTION recon.note IS
    'Writes a note on a discrepancy or an item in doubt, whatever its status (添加备注), and answers with all of them.';
