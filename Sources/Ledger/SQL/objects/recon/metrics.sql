CREATE OR REPLACE VIEW recon.metrics AS
WITH kind AS (
    SELECT a.account_id, a.channel, a.account, k.kind, (now() AT TIME ZONE 'Asia/Shanghai')::date - 1 AS yesterday,
           greatest(a.start_date, (SELECT max(closed_through) + 1 FROM ledger.period)) AS first_day
    FROM ledger.account a CROSS JOIN unnest(a.kinds) AS k (kind) WHERE a.is_served),
last_run AS (
    SELECT k.*, extract(epoch FROM r.finished_at - r.started_at)::numeric AS seconds, coalesce(r.entries, 0) AS lines
    FROM kind k CROSS JOIN LATERAL (
        SELECT * FROM ledger.run r
        WHERE r.account_id = k.account_id AND r.kind = k.kind AND r.state = 'done'
          AND r.bill_date = (SELECT max(d.bill_date) FROM ledger.day d
                             WHERE d.account_id = k.account_id AND d.kind = k.kind AND d.concluded)
        ORDER BY r.run_id DESC LIMIT 1) r),
item AS (
    SELECT a.channel, a.account, i.kind, i.code::text AS code, count(*) AS items, sum(abs(i.difference_fen::numeric)) AS fen
    FROM ledger.item i JOIN ledger.account a USING (account_id)
    WHERE i.status IN ('open', 'acknowledged') GROUP BY 1, 2, 3, 4)
SELECT m.metric, m.channel, m.account, m.kind, m.label, m.word, m.value, n.meaning
FROM (
    SELECT 'daemons' AS metric, NULL AS channel, NULL AS account, NULL AS kind, NULL AS label, NULL AS word,
           count(*)::numeric AS value FROM recon.daemons
    UNION ALL SELECT 'days_behind', k.channel, k.account, k.kind, NULL, NULL, greatest(0, k.yesterday - k.first_day + 1)
           - (SELECT count(*) FROM ledger.day d WHERE d.account_id = k.account_id AND d.kind = k.kind AND d.concluded
                AND d.bill_date BETWEEN k.first_day AND k.yesterday)
    FROM kind k
    UNION ALL SELECT 'last_verdict', k.channel, k.account, k.kind, 'verdict', v.verdict, 1
    FROM kind k JOIN ledger.day_verdict v ON v.account_id = k.account_id AND v.kind = k.kind
     AND v.bill_date = (SELECT max(d.bill_date) FROM ledger.day d
                        WHERE d.account_id = k.account_id AND d.kind = k.kind AND d.run_id IS NOT NULL)
    UNION ALL SELECT 'last_run_seconds', channel, account, kind, NULL, NULL, seconds FROM last_run
    UNION ALL SELECT 'last_run_lines', channel, account, kind, NULL, NULL, lines FROM last_run
    UNION ALL SELECT 'open_items', channel, account, kind, 'code', code, items FROM item
    UNION ALL SELECT 'open_amount_yuan', channel, account, kind, 'code', code, recon.yuan(fen) FROM item
    UNION ALL SELECT 'runs', NULL, NULL, NULL, 'state', s.state,
           (SELECT count(*) FROM ledger.run r WHERE r.state = s.state AND r.state IN ('queued', 'fetching', 'matching'))
    FROM (VALUES ('queued'), ('fetching'), ('matching')) AS s (state)
    UNION ALL SELECT 'alarms', a.channel, a.account, NULL, 'code', m.reason_code, count(*)
    FROM ledger.alarm m LEFT JOIN ledger.account a USING (account_id) WHERE m.ended_at IS NULL GROUP BY 2, 3, 6
    UNION ALL SELECT 'key_days_left', channel, account, NULL, NULL, NULL,
           round(extract(epoch FROM key_expires_at - now())::numeric / 86400, 2)
    FROM ledger.account WHERE is_served AND key_expires_at IS NOT NULL) m
JOIN (VALUES
    ('daemons', 'Services at work on the database'),
    ('days_behind', 'Days that are over and not concluded; one is usual until the morning''s bill is there'),
    ('last_verdict', 'The verdict of the newest day that has one'),
    ('last_run_seconds', 'How long the last run of the newest concluded day took'),
    ('last_run_lines', 'Entries of the bill in that run'),
    ('open_items', 'Discrepancies that nobody has resolved'),
    ('open_amount_yuan', 'The sum of their differences, each without its sign'),
    ('runs', 'Runs that wait or are under way'),
    ('alarms', 'Alarms that stand'),
    ('key_days_left', 'Days until the first of the account''s keys and certificates expires')) AS n (metric, meaning)
     USING (metric);

COMMENT ON VIEW recon.metrics IS
    'How the service is, in numbers for a monitoring system (监控指标): `reconciled status --format openmetrics` writes it down.';
COMMENT ON COLUMN recon.metrics.metric IS 'Name of the number';
COMMENT ON COLUMN recon.metrics.channel IS 'Channel (渠道), a word of recon.channels, where the number is one account''s';
COMMENT ON COLUMN recon.metrics.account IS 'Merchant number at the channel (商户号), where the number is one account''s';
COMMENT ON COLUMN recon.metrics.kind IS 'Kind of the bill (账单种类), where the number is of one';
COMMENT ON COLUMN recon.metrics.label IS 'What word is: code, verdict or state';
COMMENT ON COLUMN recon.metrics.word IS 'Code, verdict or state that the number is of';
COMMENT ON COLUMN recon.metrics.value IS 'The number';
COMMENT ON COLUMN recon.metrics.meaning IS 'What it says';
