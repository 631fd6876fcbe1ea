CREATE OR REPLACE VIEW recon.requests AS
SELECT r.requested_at, r.requested_by, a.channel, a.account, r.bill_date, r.kind, r.run_id, r.attempt, r.origin, r.source,
       r.state, r.verdict::text AS verdict, coalesce(d.run_id = r.run_id, false) AS in_force, r.lift_share_limit_reason,
       s.label_en AS state_en, s.label_zh AS state_zh, v.label_en AS verdict_en, v.label_zh AS verdict_zh,
       u.label_en AS source_en, u.label_zh AS source_zh
FROM ledger.run r
JOIN ledger.account a USING (account_id)
LEFT JOIN ledger.day d USING (account_id, bill_date, kind)
LEFT JOIN recon.labels s ON s.word_of = 'state' AND s.word = r.state
LEFT JOIN recon.labels v ON v.word_of = 'verdict' AND v.word = r.verdict::text
LEFT JOIN recon.labels u ON u.word_of = 'source' AND u.word = r.source
WHERE r.origin IN ('person', 'import')
ORDER BY r.requested_at DESC, r.run_id DESC;

COMMENT ON VIEW recon.requests IS
    'Runs that people asked for (人工发起的对账), newest first: who, when, of which day, and what came of it.';
COMMENT ON COLUMN recon.requests.requested_at IS 'When it was asked for';
COMMENT ON COLUMN recon.requests.requested_by IS 'Who asked; import for files that were imported';
COMMENT ON COLUMN recon.requests.channel IS 'Channel (渠道), a word of recon.channels';
COMMENT ON COLUMN recon.requests.account IS 'Merchant number at the channel (商户号): mchid or PID';
COMMENT ON COLUMN recon.requests.bill_date IS 'The channel''s business day in Asia/Shanghai (账单日)';
COMMENT ON COLUMN recon.requests.kind IS 'Kind of the bill (账单种类): trade or funds';
COMMENT ON COLUMN recon.requests.run_id IS 'Number of the run (批次号)';
COMMENT ON COLUMN recon.requests.attempt IS 'Number of the attempt on this day, from 1';
COMMENT ON COLUMN recon.requests.origin IS 'person or import';
COMMENT ON COLUMN recon.requests.source IS 'Where the bill comes from: channel, archived, or files that a person named';
COMMENT ON COLUMN recon.requests.state IS 'queued, fetching, matching, done or failed';
COMMENT ON COLUMN recon.requests.verdict IS 'incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平)';
COMMENT ON COLUMN recon.requests.in_force IS 'This run''s result is the one shown for its day';
COMMENT ON COLUMN recon.requests.lift_share_limit_reason IS 'Why the limit of entries without a shop record was lifted for it, where it was';
COMMENT ON COLUMN recon.requests.state_en IS 'State in English';
COMMENT ON COLUMN recon.requests.state_zh IS 'State in Chinese';
COMMENT ON COLUMN recon.requests.verdict_en IS 'Verdict in English';
COMMENT ON COLUMN recon.requests.verdict_zh IS 'Verdict in Chinese';
COMMENT ON COLUMN recon.requests.source_en IS 'Source in English';
COMMENT ON COLUMN recon.requests.source_zh IS 'Source in Chinese';
