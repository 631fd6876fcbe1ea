CREATE OR REPLACE VIEW recon.notes AS
SELECT e.item_id AS discrepancy_id, e.at, e.actor, e.event, v.label_en AS event_en, v.label_zh AS event_zh, e.note
FROM ledger.item_event e
LEFT JOIN recon.labels v ON v.word_of = 'event' AND v.word = e.event
WHERE e.note IS NOT NULL
ORDER BY e.item_id, e.event_id;

COMMENT ON VIEW recon.notes IS
    'What people wrote about each discrepancy or item in doubt (备注), the oldest first: with a decision, or by recon.note alone; append-only.';
COMMENT ON COLUMN recon.notes.discrepancy_id IS 'Number of the discrepancy, the same through all runs';
COMMENT ON COLUMN recon.notes.at IS 'When it was written';
COMMENT ON COLUMN recon.notes.actor IS 'Who wrote it';
COMMENT ON COLUMN recon.notes.event IS 'noted, or the decision that it belongs to';
COMMENT ON COLUMN recon.notes.event_en IS 'Event in English';
COMMENT ON COLUMN recon.notes.event_zh IS 'Event in Chinese';
COMMENT ON COLUMN recon.notes.note IS 'What they wrote';
