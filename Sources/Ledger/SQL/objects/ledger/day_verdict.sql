CREATE OR REPLACE VIEW ledger.day_verdict AS
SELECT d.account_id, d.bill_date, d.kind, d.run_id, d.last_attempt_run_id,
       CASE WHEN NOT d.concluded THEN 'incomplete' WHEN i.open > 0 THEN 'discrepancies'
            WHEN i.waiting > 0 OR p.is_unproven OR p.waits_for_trade THEN 'pending' ELSE 'balanced' END AS verdict,
       i.waiting, i.open, d.concluded AND p.is_unproven AS is_unproven, d.concluded AND p.waits_for_trade AS waits_for_trade
FROM ledger.day d
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'pending') AS waiting,
           count(*) FILTER (WHERE status IN ('open', 'acknowledged')) AS open
    FROM ledger.shown_item i WHERE i.account_id = d.account_id AND i.day = d.bill_date AND i.kind = d.kind) i
-- What makes a day of money doubtful without an item: a balance that nothing proves, and movements without a trade bill.
CROSS JOIN LATERAL (
    SELECT d.kind = 'funds' AND NOT coalesce((
               SELECT bool_and(p.is_proven IS TRUE) FROM ledger.pot_day p
               WHERE p.account_id = d.account_id AND p.bill_date = d.bill_date), false) AS is_unproven,
           d.kind = 'funds' AND EXISTS (
               SELECT FROM ledger.bridge_line b
               WHERE b.account_id = d.account_id AND b.run_id = d.run_id AND b.line = 'waiting_for_trade')
           OR d.kind = 'sharing' AND d.bill_date > (SELECT coalesce(max(closed_through), '-infinity') FROM ledger.period)
               AND EXISTS (SELECT FROM ledger.account a WHERE a.account_id = d.account_id AND cardinality(a.pots) > 0)
               AND NOT EXISTS (SELECT FROM ledger.day f WHERE f.account_id = d.account_id AND f.bill_date = d.bill_date
                                AND f.kind = 'funds' AND f.concluded) AS waits_for_trade) p
WHERE d.run_id IS NOT NULL;

COMMENT ON VIEW ledger.day_verdict IS
    'The live verdict of every day and kind that has a run in force: what people decided since counts. Of money, what is not proven or has no trade bill yet is in doubt; so is what was shared while its day has no funds bill.';
