CREATE OR REPLACE VIEW recon.alarms AS
SELECT m.alarm_id, m.raised_at, m.ended_at, m.reason_code AS code, a.channel, a.account, m.bill_date, m.run_id,
       ledger.reason_text(m.reason, m.expected, m.found, m.place, m.because, a.channel || ':' || a.account, m.bill_date) AS message, m.hint,
       m.reason AS what, m.expected, m.found, m.place, m.because_code, m.because, m.kind, m.service,
       p.meaning_en AS code_en, p.meaning_zh AS code_zh
FROM ledger.alarm m LEFT JOIN ledger.account a USING (account_id)
LEFT JOIN recon.problems p ON p.code = m.reason_code
ORDER BY m.alarm_id DESC;

COMMENT ON VIEW recon.alarms IS
    'Alarms (告警), newest first, one for each cause; those without ended_at still stand.';
COMMENT ON COLUMN recon.alarms.alarm_id IS 'Number of the alarm';
COMMENT ON COLUMN recon.alarms.raised_at IS 'When it was raised';
COMMENT ON COLUMN recon.alarms.ended_at IS 'When its cause was gone; empty while it stands';
COMMENT ON COLUMN recon.alarms.code IS 'Stable code of the cause; recon.problems says what it means';
COMMENT ON COLUMN recon.alarms.channel IS 'Channel (渠道), a word of recon.channels; empty where it is about no single account';
COMMENT ON COLUMN recon.alarms.account IS 'Merchant number at the channel (商户号): mchid or PID; empty where it is about no single account';
COMMENT ON COLUMN recon.alarms.bill_date IS 'The business day it is about (账单日), if it is about one';
COMMENT ON COLUMN recon.alarms.run_id IS 'The run that raised it (批次号), if one did';
COMMENT ON COLUMN recon.alarms.message IS 'What happened: what was expected, what was found, and where';
COMMENT ON COLUMN recon.alarms.hint IS 'What to do';
COMMENT ON COLUMN recon.alarms.what IS 'Of the reason: what happened';
COMMENT ON COLUMN recon.alarms.expected IS 'Of the reason: what was expected';
COMMENT ON COLUMN recon.alarms.found IS 'Of the reason: what was found instead';
COMMENT ON COLUMN recon.alarms.place IS 'Of the reason: where: file, line, column, address, account, day, pot';
COMMENT ON COLUMN recon.alarms.because_code IS 'Code of what is behind the reason, where something is';
COMMENT ON COLUMN recon.alarms.because IS 'What is behind the reason';
COMMENT ON COLUMN recon.alarms.kind IS 'Kind of the bill it is about (账单种类), if it is about one';
COMMENT ON COLUMN recon.alarms.service IS 'Host and configuration of the service that it is about, where it is about no single account';
COMMENT ON COLUMN recon.alarms.code_en IS 'What the code means, in English';
COMMENT ON COLUMN recon.alarms.code_zh IS 'The same in Chinese';
