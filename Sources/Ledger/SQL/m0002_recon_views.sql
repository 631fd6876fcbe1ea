-- Schema recon: what people query. Amounts are yuan. Columns stay for ever; new ones go at the end.

-- Total for every number: a row or a sum beyond all money is NaN, and takes no other row's view away.
CREATE FUNCTION recon.yuan(fen numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN abs(fen) >= 1000000000000000000 THEN 'NaN' ELSE (fen * 0.01)::numeric(18, 2) END;
COMMENT ON FUNCTION recon.yuan IS 'Fen to yuan, exactly; NaN for what is beyond all money.';
CREATE FUNCTION recon.yuan_of_e5(e5 numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN abs(e5) >= 100000000000000000000 THEN 'NaN' ELSE (e5 * 0.00001)::numeric(20, 5) END;
COMMENT ON FUNCTION recon.yuan_of_e5 IS '1/100000 yuan, in which fees are kept, to yuan, exactly; NaN for what is beyond all money.';

CREATE VIEW recon.codes (code, label_en, label_zh, meaning) AS VALUES
    ('channel_only',        'only at the channel',       '渠道有我方无',   'The bill lists it, the shop has no record of its number.'),
    ('order_only',          'only in the shop',          '我方有渠道无',   'The shop counts it as money, no bill shows it.'),
    ('amount_mismatch',     'amounts differ',            '金额不一致',     'Both sides have it, with different amounts.'),
    ('currency_mismatch',   'currencies differ',         '币种不一致',     'Both sides have it, in different currencies.'),
    ('status_mismatch',     'states differ',             '状态不一致',     'The channel moved money that the shop calls unpaid or closed, or the shop calls a failed refund succeeded.'),
    ('account_mismatch',    'another account''s number', '商户号不一致',   'The number belongs to a record of another account or channel.'),
    ('duplicate_in_channel','listed or paid twice',      '渠道重复',       'The channel has the number more than once: the buyer paid twice, or the row is listed twice.'),
    ('unclassified',        'unknown kind',              '未识别',         'The row''s kind or state is none that is known; it is counted and never paired.'),
    ('fee_mismatch',        'fee differs',               '手续费不一致',   'The fee is not the contracted one.'),
    ('over_refund',         'refunded too much',         '超额退款',       'The refunds of one payment add up to more than the payment.');
COMMENT ON VIEW recon.codes IS 'Codes of discrepancies (差错代码), with labels. 长款/短款 mean opposite things in practice and are no codes here: in the cash view 长款 is "the channel has more".';
COMMENT ON COLUMN recon.codes.code IS 'Stable code, as stored';
COMMENT ON COLUMN recon.codes.label_en IS 'English label';
COMMENT ON COLUMN recon.codes.label_zh IS 'Chinese label';
COMMENT ON COLUMN recon.codes.meaning IS 'What it says, in a sentence';

CREATE VIEW recon.runs AS
SELECT r.run_id, a.channel, a.account, r.bill_date, r.attempt, r.requested_by, r.state, r.verdict::text AS verdict,
       r.reason, r.entries, r.matched, r.cross_day, r.pending, r.discrepancies,
       r.requested_at, r.started_at, r.finished_at, coalesce(d.run_id = r.run_id, false) AS in_force, r.reason_code
FROM ledger.run r
JOIN ledger.account a USING (account_id)
LEFT JOIN ledger.day d USING (account_id, bill_date)
ORDER BY r.run_id DESC;
COMMENT ON VIEW recon.runs IS 'Every attempt to reconcile one account''s day (对账批次), newest first.';

CREATE VIEW recon.daily_summary AS
SELECT d.bill_date, a.channel, a.account,
       CASE WHEN NOT d.concluded THEN 'incomplete' WHEN i.open > 0 THEN 'discrepancies'
            WHEN i.waiting > 0 THEN 'pending' ELSE 'balanced' END AS verdict,
       coalesce(p.rows, 0) AS payments, recon.yuan(coalesce(p.amount_fen, 0)) AS payment_amount,
       coalesce(f.rows, 0) AS refunds, recon.yuan(coalesce(f.amount_fen, 0)) AS refund_amount,
       (coalesce(p.fees_e5 + f.fees_e5, 0) / 100000.0)::numeric(20, 5) AS fees,
       (recon.yuan(coalesce(p.amount_fen - f.amount_fen, 0))
        - coalesce(p.fees_e5 + f.fees_e5, 0) / 100000.0)::numeric(20, 5) AS net_amount,
       r.matched, i.waiting AS pending, i.open AS open_discrepancies, d.run_id, d.last_attempt_run_id,
       l.verdict::text AS last_attempt_verdict, l.reason AS last_attempt_reason
FROM ledger.day d
JOIN ledger.account a USING (account_id)
LEFT JOIN ledger.run r USING (account_id, run_id)
JOIN ledger.run l ON l.account_id = d.account_id AND l.run_id = d.last_attempt_run_id
LEFT JOIN ledger.run_total p ON p.account_id = d.account_id AND p.run_id = d.run_id AND p.entry_type = 'payment'
LEFT JOIN ledger.run_total f ON f.account_id = d.account_id AND f.run_id = d.run_id AND f.entry_type = 'refund'
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'pending') AS waiting,
           count(*) FILTER (WHERE status IN ('open', 'acknowledged')) AS open
    FROM ledger.item i WHERE i.account_id = d.account_id AND i.bill_date = d.bill_date) i
WHERE d.run_id IS NOT NULL
ORDER BY d.bill_date DESC, a.channel, a.account;
COMMENT ON VIEW recon.daily_summary IS 'One line for each account and day (日对账汇总), of the run in force; the verdict is live.';

CREATE VIEW recon.discrepancies AS
SELECT i.item_id AS discrepancy_id, i.status, i.code::text AS code, i.bill_date, a.channel, a.account,
       i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no, i.order_nos,
       i.channel_trade_no, i.channel_refund_no, recon.yuan(i.order_fen) AS order_amount,
       recon.yuan(i.channel_fen) AS channel_amount, recon.yuan(i.difference_fen) AS difference, i.currency,
       i.occurred_at, i.opened_at, i.resolved_at, i.resolution, i.resolved_by, i.note, i.first_run_id, i.last_run_id,
       i.details
FROM ledger.item i JOIN ledger.account a USING (account_id)
WHERE i.status <> 'pending' AND i.opened_at IS NOT NULL
ORDER BY i.bill_date DESC, a.channel, a.account, i.code, i.item_id;
COMMENT ON VIEW recon.discrepancies IS 'Discrepancies (差错) of every status; what was only ever in doubt is in recon.pending.';

CREATE VIEW recon.pending AS
SELECT i.item_id AS discrepancy_id, i.status, i.code::text AS code, i.bill_date, a.channel, a.account,
       i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no, i.order_nos,
       i.channel_trade_no, i.channel_refund_no, recon.yuan(i.order_fen) AS order_amount,
       recon.yuan(i.channel_fen) AS channel_amount, recon.yuan(i.difference_fen) AS difference, i.currency,
       i.occurred_at, i.due_date
FROM ledger.item i JOIN ledger.account a USING (account_id)
WHERE i.status = 'pending'
ORDER BY i.due_date, a.channel, a.account, i.item_id;
COMMENT ON VIEW recon.pending IS 'Items in doubt (存疑): one side is there, the other may come with the bill of due_date. No discrepancies.';

CREATE VIEW recon.statement AS
SELECT d.bill_date, a.channel, a.account, s.entry_type::text AS entry_type, s.line_no, s.line, s.entries,
       recon.yuan(s.amount_fen) AS amount
FROM ledger.day d
JOIN ledger.account a USING (account_id)
JOIN ledger.statement_line s ON s.account_id = d.account_id AND s.run_id = d.run_id
WHERE d.concluded
ORDER BY d.bill_date DESC, a.channel, a.account, s.entry_type, s.line_no;
COMMENT ON VIEW recon.statement IS 'Statement (余额调节表) of the run in force, from the shop''s total to the channel''s; signed, so that the lines add up; residual is 0.';

CREATE VIEW recon.bill_entries AS
SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text AS entry_type, e.payment_no,
       nullif(e.refund_no, '') AS refund_no, nullif(e.channel_trade_no, '') AS channel_trade_no,
       nullif(e.channel_refund_no, '') AS channel_refund_no, recon.yuan(e.amount_fen) AS amount,
       recon.yuan(e.settled_fen) AS settled_amount, (e.fee_e5 / 100000.0)::numeric(20, 5) AS fee, e.currency,
       e.occurred_at, e.state,
       CASE WHEN e.outcome IN ('matched', 'cross_day') THEN coalesce(e.flag, e.outcome) ELSE e.outcome END::text AS outcome,
       e.file_no
FROM ledger.entry e JOIN ledger.account a USING (account_id);
COMMENT ON VIEW recon.bill_entries IS 'Entries of the bills in force, each with its outcome.';

CREATE VIEW recon.bill_files AS
SELECT f.bill_file_id, a.channel, a.account, f.bill_date, f.received_at, f.size_bytes AS size, f.sha256, f.rows,
       f.archive_path, f.source
FROM ledger.bill_file f JOIN ledger.account a USING (account_id)
ORDER BY f.bill_file_id DESC;
COMMENT ON VIEW recon.bill_files IS 'Bill files (对账单文件) as they were received and lie in the archive, newest first.';

CREATE VIEW recon.discrepancy_history AS
SELECT e.item_id AS discrepancy_id, e.at, e.event, e.actor, e.run_id, e.note
FROM ledger.item_event e
ORDER BY e.event_id;
COMMENT ON VIEW recon.discrepancy_history IS 'Everything that happened to a discrepancy or an item in doubt; append-only.';

CREATE VIEW recon.run_changes AS
SELECT c.run_id, c.change, c.item_id AS discrepancy_id, i.code::text AS code, c.status, a.channel, a.account,
       i.bill_date, i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no,
       recon.yuan(c.difference_fen) AS difference
FROM ledger.run_change c
JOIN ledger.item i USING (account_id, item_id)
JOIN ledger.account a USING (account_id)
ORDER BY c.run_id DESC, c.item_id;
COMMENT ON VIEW recon.run_changes IS 'What each run changed against the one before it: new, persisting, resolved.';

DO $comments$
DECLARE
    note text[];
BEGIN
    FOREACH note SLICE 1 IN ARRAY ARRAY[
        ['run_id', 'Number of the run (批次号)'],
        ['channel', 'Channel (渠道): wechatpay or alipay'],
        ['account', 'Merchant number at the channel (商户号): mchid or PID'],
        ['bill_date', 'The channel''s business day in Asia/Shanghai (账单日); of an order_only item the day the shop booked it'],
        ['attempt', 'Number of the attempt on this day, from 1'],
        ['requested_by', 'schedule, catch_up, rematch, import, or the person or role that asked'],
        ['state', 'Of a run: queued, fetching, matching, done, failed. Of an entry: as the bill says'],
        ['verdict', 'incomplete (无法下结论), discrepancies (有差错), pending (仅存疑) or balanced (平); only balanced is green'],
        ['reason', 'Why no conclusion was reached: what was expected, what was found, and where'],
        ['reason_code', 'Stable code of the reason'],
        ['entries', 'Number of entries; in a statement signed like the amount'],
        ['matched', 'Entries paired and equal, both on this day (平账)'],
        ['cross_day', 'Entries paired and equal, booked by the shop on another day (跨日账)'],
        ['pending', 'Items in doubt (存疑)'],
        ['discrepancies', 'Discrepancies open or acknowledged when the run ended'],
        ['requested_at', 'When it was asked for'],
        ['started_at', 'When it began'],
        ['finished_at', 'When it ended'],
        ['in_force', 'This run''s result is the one shown for its day'],
        ['payments', 'Payments in the bill'],
        ['payment_amount', 'Sum of the payments in yuan'],
        ['refunds', 'Refunds in the bill'],
        ['refund_amount', 'Sum of the refunds in yuan, positive'],
        ['fees', 'Fees in yuan (手续费), what was handed back taken off'],
        ['net_amount', 'Payments minus refunds minus fees in yuan, in what the buyers were asked for. Not what the channel pays out: vouchers that the merchant bears, and refunds that were not executed, are in it; see received_amount'],
        ['open_discrepancies', 'Discrepancies that are open or acknowledged now'],
        ['last_attempt_run_id', 'The last attempt on this day, also one that reached no conclusion'],
        ['last_attempt_verdict', 'Verdict of the last attempt; empty when it failed'],
        ['last_attempt_reason', 'Why the last attempt reached no conclusion, or failed'],
        ['discrepancy_id', 'Number of the discrepancy, the same through all runs'],
        ['status', 'pending, open, acknowledged or resolved'],
        ['code', 'Code, see recon.codes; of a pending item the one it becomes when it falls due'],
        ['entry_type', 'payment (支付) or refund (退款)'],
        ['payment_no', 'Merchant order number given to the channel (商户订单号)'],
        ['refund_no', 'Merchant refund number given to the channel (商户退款单号)'],
        ['order_nos', 'Taobao trade numbers (淘宝订单号) that the payment covers'],
        ['channel_trade_no', 'The channel''s number of the payment (微信订单号, 支付宝交易号)'],
        ['channel_refund_no', 'The channel''s number of the refund (微信退款单号)'],
        ['order_amount', 'The shop''s amount in yuan; of a fee_mismatch the contracted fee, of an over_refund the payment'],
        ['channel_amount', 'The channel''s amount in yuan; of a fee_mismatch the fee, of an over_refund the sum of refunds'],
        ['difference', 'Difference in yuan: channel minus order, a missing side counts as 0'],
        ['currency', 'Currency (币种)'],
        ['occurred_at', 'When the channel, or for order_only the shop, says it happened'],
        ['opened_at', 'When it first became a discrepancy'],
        ['resolved_at', 'When it was resolved'],
        ['resolution', 'corrected, refunded, made_up, written_off, accepted; or superseded, by a later run'],
        ['resolved_by', 'Who resolved it'],
        ['note', 'What a person wrote'],
        ['first_run_id', 'The run that first found it'],
        ['last_run_id', 'The last run that found it'],
        ['details', 'More about it: line in the bill, the shop''s state'],
        ['due_date', 'The day whose bill decides it; empty for a refund on its way'],
        ['line_no', 'In a statement the order of the lines; of an entry the line in the file'],
        ['line', 'Line of the statement'],
        ['amount', 'Amount in yuan; in a statement signed'],
        ['settled_amount', 'What it moves for the merchant in yuan (应结订单金额, 商家实收): a payment +, a refund −, one that was not executed 0'],
        ['fee', 'Fee in yuan, positive; one handed back is negative'],
        ['outcome', 'matched, cross_day, pending, not_executed, or the code of the discrepancy'],
        ['file_no', 'Which file of the day''s bill, from 0'],
        ['bill_file_id', 'Number of the file'],
        ['received_at', 'When it was received'],
        ['size', 'Bytes on disk'],
        ['sha256', 'SHA-256 of the bytes on disk'],
        ['rows', 'Rows of the bill; empty while it was never read whole'],
        ['archive_path', 'Where it lies'],
        ['source', 'channel or import'],
        ['at', 'When it happened'],
        ['event', 'pending, opened, changed, superseded, settled, reopened_by_run, acknowledged, resolved, reopened'],
        ['actor', 'Who did it; reconciled for a run'],
        ['change', 'new, persisting or resolved']]
    LOOP
        -- One name means one thing in every view, so it is explained once.
        EXECUTE (SELECT coalesce(string_agg(format('COMMENT ON COLUMN recon.%I.%I IS %L', c.relname, at.attname, note[2]), '; '), 'SELECT')
                 FROM pg_class c JOIN pg_attribute at ON at.attrelid = c.oid AND at.attnum > 0
                 WHERE c.relnamespace = 'recon'::regnamespace AND c.relkind = 'v' AND at.attname = note[1]
                   AND c.relname <> 'codes');
    END LOOP;
END $comments$;
