CREATE OR REPLACE VIEW recon.runs AS
SELECT r.run_id, a.channel, a.account, r.bill_date, r.attempt, r.requested_by, r.state, r.verdict::text AS verdict,
       ledger.reason_text(r.reason, r.expected, r.found, r.place, r.because, a.channel || ':' || a.account, r.bill_date) AS reason,
       r.entries, r.matched, r.cross_day, r.pending, r.discrepancies,
       r.requested_at, r.started_at, r.finished_at, coalesce(d.run_id = r.run_id, false) AS in_force, r.reason_code,
       r.source, r.next_try_at, l.progress, r.hint,
       r.reason AS what, r.expected, r.found, r.place, r.because_code, r.because, r.kind, r.origin,
       nullif(array_to_string(b.pots || b.quiet_pots, ', '), '') AS pot,
       s.label_en AS state_en, s.label_zh AS state_zh, v.label_en AS verdict_en, v.label_zh AS verdict_zh
FROM ledger.run r
JOIN ledger.account a USING (account_id)
LEFT JOIN ledger.day d USING (account_id, bill_date, kind)
LEFT JOIN ledger.lease l ON l.account_id = r.account_id AND l.run_id = r.run_id
LEFT JOIN ledger.bill b ON b.account_id = r.account_id AND b.bill_id = r.bill_id
LEFT JOIN recon.labels s ON s.word_of = 'state' AND s.word = r.state
LEFT JOIN recon.labels v ON v.word_of = 'verdict' AND v.word = r.verdict::text
ORDER BY r.run_id DESC;

COMMENT ON VIEW recon.runs IS
    'Every attempt to reconcile one kind of bill of one account''s day (对账批次), newest first.';
COMMENT ON COLUMN recon.runs.run_id IS 'Number of the run (批次号)';
COMMENT ON COLUMN recon.runs.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.runs.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.runs.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.runs.attempt IS 'Number of the attempt on this day, from 1';
COMMENT ON COLUMN recon.runs.requested_by IS 'schedule, catch_up, rematch, import, or the person or role that asked';
COMMENT ON COLUMN recon.runs.state IS 'queued, fetching, matching, done or failed';
COMMENT ON COLUMN recon.runs.verdict IS 'incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平); only balanced is green';
COMMENT ON COLUMN recon.runs.reason IS 'Why no conclusion was reached, or why it waits: what was expected, what was found, and where';
COMMENT ON COLUMN recon.runs.entries IS 'Entries of the bill; of a funds bill its movements';
COMMENT ON COLUMN recon.runs.matched IS 'Entries paired and equal, both on this day (平账); of a funds bill movements that are plainly an entry''s';
COMMENT ON COLUMN recon.runs.cross_day IS 'Entries paired and equal, booked by the shop on another day (跨日账); of a funds bill movements of entries of other days';
COMMENT ON COLUMN recon.runs.pending IS 'Items in doubt (存疑)';
COMMENT ON COLUMN recon.runs.discrepancies IS 'Discrepancies open or acknowledged when the run ended';
COMMENT ON COLUMN recon.runs.requested_at IS 'When it was asked for';
COMMENT ON COLUMN recon.runs.started_at IS 'When it began';
COMMENT ON COLUMN recon.runs.finished_at IS 'When it ended';
COMMENT ON COLUMN recon.runs.in_force IS 'This run''s result is the one shown for its day';
COMMENT ON COLUMN recon.runs.reason_code IS 'Stable code of the reason; recon.problems says what it means';
COMMENT ON COLUMN recon.runs.source IS 'Where the bill comes from: channel, archived, or files that a person named';
COMMENT ON COLUMN recon.runs.next_try_at IS 'Of a queued run: it waits until then. Of one without a conclusion: when the schedule tries again';
COMMENT ON COLUMN recon.runs.progress IS 'What the run is doing now; empty when it is not being worked on';
COMMENT ON COLUMN recon.runs.hint IS 'What to do about the reason';
COMMENT ON COLUMN recon.runs.what IS 'Of the reason: what happened';
COMMENT ON COLUMN recon.runs.expected IS 'Of the reason: what was expected';
COMMENT ON COLUMN recon.runs.found IS 'Of the reason: what was found instead';
COMMENT ON COLUMN recon.runs.place IS 'Of the reason: where: file, line, column, address, account, day, pot';
COMMENT ON COLUMN recon.runs.because_code IS 'Code of what is behind the reason, where something is';
COMMENT ON COLUMN recon.runs.because IS 'What is behind the reason';
COMMENT ON COLUMN recon.runs.kind IS 'Kind of the bill (账单种类): trade or funds';
COMMENT ON COLUMN recon.runs.origin IS 'What made the run: schedule, catch_up, rematch, import or person; requested_by is the person''s name, whatever it is';
COMMENT ON COLUMN recon.runs.pot IS 'Of a funds bill the pots (资金账户) that it tells of, those without a statement last; empty for a trade bill and before there is a bill';
COMMENT ON COLUMN recon.runs.state_en IS 'State in English';
COMMENT ON COLUMN recon.runs.state_zh IS 'State in Chinese';
COMMENT ON COLUMN recon.runs.verdict_en IS 'Verdict in English';
COMMENT ON COLUMN recon.runs.verdict_zh IS 'Verdict in Chinese';
