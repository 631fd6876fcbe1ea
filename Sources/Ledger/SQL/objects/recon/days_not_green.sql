CREATE OR REPLACE VIEW recon.days_not_green AS
SELECT a.bill_date, a.channel, a.account,
       CASE WHEN v.bill_date IS NOT NULL THEN v.verdict WHEN d.bill_date IS NOT NULL THEN 'failed' ELSE 'not run' END AS verdict,
       v.open AS open_discrepancies, v.waiting AS pending, m.difference,
       CASE WHEN v.last_attempt_run_id IS DISTINCT FROM v.run_id OR v.verdict = 'incomplete'
            THEN ledger.reason_text(r.reason, r.expected, r.found, r.place, r.because, a.channel || ':' || a.account, a.bill_date)
            WHEN v.is_unproven THEN 'the funds bill of the day before is not there: the opening balance is not proven'
            WHEN v.waits_for_trade THEN CASE v.kind WHEN 'sharing' THEN 'the funds bill that has what was shared is not there'
                 ELSE 'a trade bill that movements of the day may belong to is not there' END END AS reason,
       CASE WHEN v.last_attempt_run_id IS DISTINCT FROM v.run_id OR v.verdict = 'incomplete' THEN r.hint
            WHEN v.is_unproven OR v.waits_for_trade THEN 'It is looked at again by itself when that bill comes.' END AS hint,
       a.kind, w.label_en AS verdict_en, w.label_zh AS verdict_zh
FROM (SELECT a.account_id, a.channel, a.account, f.kind, day::date AS bill_date
      FROM ledger.account a
      JOIN (SELECT account_id, kind, min(bill_date) AS first_day, max(bill_date) AS last_day FROM ledger.day GROUP BY 1, 2) f
           USING (account_id)
      -- An account that has had no run for a month is not waited for any more.
      CROSS JOIN generate_series(f.first_day, greatest(f.last_day, CASE
          WHEN f.last_day > (now() AT TIME ZONE 'Asia/Shanghai')::date - 31
          THEN (now() AT TIME ZONE 'Asia/Shanghai')::date - 1 END), '1 day') AS day) a
LEFT JOIN ledger.day_verdict v USING (account_id, bill_date, kind)
LEFT JOIN ledger.day d USING (account_id, bill_date, kind)
LEFT JOIN ledger.run r ON r.account_id = d.account_id AND r.run_id = d.last_attempt_run_id
LEFT JOIN LATERAL (
    SELECT recon.yuan(sum(difference_fen))::numeric(18, 2) AS difference FROM ledger.shown_item i
    WHERE i.account_id = a.account_id AND i.day = a.bill_date AND i.kind = a.kind AND i.status IN ('open', 'acknowledged')) m ON true
LEFT JOIN recon.labels w ON w.word_of = 'verdict'
     AND w.word = CASE WHEN v.bill_date IS NOT NULL THEN v.verdict WHEN d.bill_date IS NOT NULL THEN 'failed' ELSE 'not run' END
WHERE v.verdict IS DISTINCT FROM 'balanced'
ORDER BY a.bill_date DESC, a.channel, a.account, a.kind DESC;

COMMENT ON VIEW recon.days_not_green IS
    'Days that are not balanced (未平账日): with differences, in doubt, without a conclusion, failed, or not run at all; one line for each kind of bill.';
COMMENT ON COLUMN recon.days_not_green.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.days_not_green.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.days_not_green.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.days_not_green.verdict IS 'incomplete (无法下结论), discrepancies (有差错), pending (仅存疑), failed (失败), or not run (未对账)';
COMMENT ON COLUMN recon.days_not_green.open_discrepancies IS 'Discrepancies that are open or acknowledged now';
COMMENT ON COLUMN recon.days_not_green.pending IS 'Items in doubt (存疑)';
COMMENT ON COLUMN recon.days_not_green.difference IS 'Sum of the open differences in yuan';
COMMENT ON COLUMN recon.days_not_green.reason IS 'Why no conclusion was reached: what was expected, what was found, and where';
COMMENT ON COLUMN recon.days_not_green.hint IS 'What to do about the reason';
COMMENT ON COLUMN recon.days_not_green.kind IS 'Kind of the bill (账单种类): trade or funds';
COMMENT ON COLUMN recon.days_not_green.verdict_en IS 'Verdict in English';
COMMENT ON COLUMN recon.days_not_green.verdict_zh IS 'Verdict in Chinese';
