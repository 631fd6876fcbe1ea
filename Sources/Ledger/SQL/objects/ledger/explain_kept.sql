CREATE OR REPLACE FUNCTION ledger.explain_kept(number text) RETURNS TABLE (at timestamptz, source text, event text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    payments text[];
    shop record;
    told bigint;
BEGIN
    payments := ARRAY(
        SELECT e.payment_no FROM ledger.find_entries(number) e WHERE e.payment_no <> ''
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.payment_no = number
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.refund_no <> '' AND i.refund_no = number
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.channel_trade_no = number
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.channel_refund_no = number
        UNION SELECT i.payment_no FROM ledger.item i WHERE i.order_nos @> ARRAY[number]);
    shop := ledger.shop_events(number, payments);
    payments := coalesce(shop.payments, payments);

    RETURN QUERY
    WITH label AS (
        SELECT c.code, format('%s (%s)', c.label_en, c.code) AS words FROM recon.codes c
        UNION ALL VALUES ('matched', 'paired with the shop''s record, and they agree'),
            ('cross_day', 'paired with the shop''s record of another day, and they agree'),
            ('pending', 'no record in the shop yet; it waits for the bill of the next day'),
            ('not_executed', 'shop and channel both say that nothing moved')),
    entry AS (
        SELECT e.* FROM unnest(payments) p CROSS JOIN LATERAL ledger.find_entries(p) e
        UNION SELECT e.* FROM ledger.find_entries(number) e),
    item AS (
        SELECT i.* FROM ledger.item i WHERE i.payment_no = ANY (payments)
        UNION SELECT i.* FROM ledger.item i WHERE i.channel_trade_no = number),
    told AS (
        SELECT (s.value ->> 'at')::timestamptz AS at, 1 AS step, 'shop' AS source, s.value ->> 'event' AS event, 0::bigint AS place
        FROM jsonb_array_elements(shop.events) s
        UNION ALL
        -- What the last run read of the shop, where the shop itself cannot be asked here.
        SELECT r.occurred_at, 1, 'shop', format('%s %s is %s, %s %s, as the last run read it%s', r.entry_type,
                   concat_ws(' of payment ', nullif(r.refund_no, ''), r.payment_no), r.state, recon.yuan(r.amount_fen),
                   r.currency, coalesce(', for order ' || nullif(array_to_string(r.order_nos, ', '), ''), '')), 0
        FROM ledger.account a JOIN ledger.record r ON r.account_id = a.account_id
         AND r.entry_type IN ('payment', 'refund') AND r.payment_no = ANY (payments)
        WHERE shop.gap IS NOT NULL
        UNION ALL
        SELECT e.occurred_at, 2, 'bill', format('%s:%s bill of %s%s, line %s: %s %s, %s %s, fee %s, %s, channel number %s; %s',
                   a.channel, a.account, e.bill_date, coalesce(' (' || f.name || ')', ''), e.line_no, e.entry_type,
                   concat_ws(' of payment ', nullif(e.refund_no, ''), e.payment_no), recon.yuan(e.amount_fen), e.currency,
                   (e.fee_e5 / 100000.0)::numeric(20, 5), e.state,
                   concat_ws(' and ', nullif(e.channel_trade_no, ''), nullif(e.channel_refund_no, '')),
                   concat_ws('; ', (SELECT l.words FROM label l WHERE l.code = e.outcome::text),
                             (SELECT l.words FROM label l WHERE l.code = e.flag::text))), e.line_no
        FROM entry e JOIN ledger.account a USING (account_id)
        LEFT JOIN ledger.day d USING (account_id, bill_date)
        LEFT JOIN LATERAL (
            SELECT regexp_replace(f.archive_path, '^.*/', '') AS name
            FROM ledger.bill b JOIN ledger.bill_file f ON f.account_id = b.account_id AND f.bill_date = b.bill_date
             AND f.sha256 = (string_to_array(b.content, '+'))[e.file_no + 1]
            WHERE b.account_id = d.account_id AND b.bill_id = d.bill_id) f ON true
        UNION ALL
        SELECT coalesce(r.finished_at, r.started_at, r.requested_at), 3, 'run', format('run %s of %s:%s %s (%s): %s%s%s',
                   r.run_id, a.channel, a.account, r.bill_date, r.requested_by, coalesce(r.verdict::text, r.state),
                   coalesce(', ' || ledger.reason_text(r.reason, r.expected, r.found, r.place, r.because,
                       a.channel || ':' || a.account, r.bill_date), ''), CASE WHEN d.run_id = r.run_id THEN ', in force' ELSE '' END),
               r.run_id
        FROM (SELECT account_id, bill_date FROM entry
              UNION SELECT account_id, unnest(ARRAY[bill_date, late_on]) FROM item) t
        JOIN ledger.run r USING (account_id, bill_date) JOIN ledger.account a USING (account_id)
        LEFT JOIN ledger.day d USING (account_id, bill_date)
        UNION ALL
        SELECT h.at, 4, h.actor, format('discrepancy %s of %s, %s: %s, difference %s: %s%s%s%s', i.item_id,
                   coalesce(i.bill_date::text, 'no day'), i.entry_type, (SELECT l.words FROM label l WHERE l.code = i.code::text),
                   recon.yuan(coalesce(h.difference_fen, i.difference_fen)), replace(h.event, '_', ' '),
                   coalesce(' as ' || h.resolution, ''), coalesce(' in run ' || h.run_id, ''), coalesce(': ' || h.note, '')),
               h.event_id
        FROM item i JOIN ledger.item_event h ON h.account_id = i.account_id AND h.item_id = i.item_id
        UNION ALL
        SELECT NULL, 5, 'now', format('discrepancy %s is %s%s, difference %s%s', i.item_id, i.status,
                   coalesce(' (' || i.resolution || ', by ' || i.resolved_by || ')', ''), recon.yuan(i.difference_fen),
                   coalesce(', due with the bill of ' || i.due_date, '')), i.item_id
        FROM item i WHERE i.status <> 'resolved'
        UNION ALL
        SELECT NULL, 6, 'note', shop.gap, 0 WHERE shop.gap IS NOT NULL)
    SELECT t.at, t.source, t.event FROM told t ORDER BY t.at NULLS LAST, t.step, t.place, t.event;
    GET DIAGNOSTICS told = ROW_COUNT;
    IF told = (shop.gap IS NOT NULL)::int THEN
        RETURN QUERY SELECT NULL::timestamptz, 'now', 'nothing is known about it';
    END IF;
END $$;

COMMENT ON FUNCTION ledger.explain_kept IS
    'Everything known about one order, payment, refund or channel number (单号追溯), in time order: the shop''s row, the line of the bill, pair or lack of it, each run, each decision.';
