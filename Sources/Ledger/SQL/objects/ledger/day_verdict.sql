CREATE OR REPLACE VIEW ledger.day_verdict AS
SELECT d.account_id, d.bill_date, d.kind, d.run_id, d.last_attempt_run_id,
       CASE WHEN NOT d.concluded THEN 'incomplete' WHEN i.open > 0 THEN 'discrepancies'
            WHEN i.waiting > 0 OR p.is_unproven THEN 'pending' ELSE 'balanced' END AS verdict,
       i.waiting, i.open, d.concluded AND p.is_unproven AS is_unproven
FROM ledger.day d
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'pending') AS waiting,
           count(*) FILTER (WHERE status IN ('open', 'acknowledged')) AS open
    FROM ledger.shown_item i WHERE i.account_id = d.account_id AND i.day = d.bill_date AND i.kind = d.kind) i
CROSS JOIN LATERAL (
    SELECT d.kind = 'funds' AND EXISTS (
        SELECT FROM ledger.pot_day p
        WHERE p.account_id = d.account_id AND p.bill_date = d.bill_date AND p.is_proven IS NOT TRUE) AS is_unproven) p
WHERE d.run_id IS NOT NULL;

COMMENT ON VIEW ledger.day_verdict IS
    'The live verdict of every day and kind that has a run in force: what people decided since counts, and an opening balance that nothing proves is in doubt.';
