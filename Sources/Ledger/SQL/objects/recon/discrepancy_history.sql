CREATE OR REPLACE VIEW recon.discrepancy_history AS
SELECT e.item_id AS discrepancy_id, e.at, e.event, e.actor, e.run_id, e.note, e.resolution,
       recon.yuan(e.difference_fen)::numeric(18, 2) AS difference, v.label_en AS event_en, v.label_zh AS event_zh,
       r.label_en AS resolution_en, r.label_zh AS resolution_zh, e.assignee, e.due_on
FROM ledger.item_event e
LEFT JOIN recon.labels v ON v.word_of = 'event' AND v.word = e.event
LEFT JOIN recon.labels r ON r.word_of = 'resolution' AND r.word = e.resolution
ORDER BY e.event_id;

COMMENT ON VIEW recon.discrepancy_history IS
    'Everything that happened to a discrepancy or an item in doubt; append-only.';
COMMENT ON COLUMN recon.discrepancy_history.discrepancy_id IS 'Number of the discrepancy, the same through all runs';
COMMENT ON COLUMN recon.discrepancy_history.at IS 'When it happened';
COMMENT ON COLUMN recon.discrepancy_history.event IS 'pending, opened, changed, superseded, settled, reopened_by_run, acknowledged, resolved, reopened, assigned, noted';
COMMENT ON COLUMN recon.discrepancy_history.actor IS 'Who did it; reconciled for a run';
COMMENT ON COLUMN recon.discrepancy_history.run_id IS 'Number of the run (批次号)';
COMMENT ON COLUMN recon.discrepancy_history.note IS 'What a person wrote';
COMMENT ON COLUMN recon.discrepancy_history.resolution IS 'corrected (更正), refunded (已退款), made_up (已补单), written_off (核销), accepted (认可); or superseded, by a later run';
COMMENT ON COLUMN recon.discrepancy_history.difference IS 'Difference in yuan at that moment';
COMMENT ON COLUMN recon.discrepancy_history.event_en IS 'Event in English';
COMMENT ON COLUMN recon.discrepancy_history.event_zh IS 'Event in Chinese';
COMMENT ON COLUMN recon.discrepancy_history.resolution_en IS 'Resolution in English';
COMMENT ON COLUMN recon.discrepancy_history.resolution_zh IS 'Resolution in Chinese';
COMMENT ON COLUMN recon.discrepancy_history.assignee IS 'Of an assignment: to whom (处理人); empty when it was taken back';
COMMENT ON COLUMN recon.discrepancy_history.due_on IS 'Of an assignment: until when (处理期限)';
