-- known are the payments that the number leads to without the shop. shop is what ledger.shop_rows answers; where it is NULL,
-- gap says why, and what the last run read of the shop stands in.
CREATE OR REPLACE FUNCTION ledger.tell(number text, known text[], shop jsonb, gap text)
RETURNS TABLE (at timestamptz, source text, event text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    payments text[] := ARRAY(SELECT unnest(known) UNION SELECT jsonb_array_elements_text(shop -> 'payments'));
    -- Of a seller: those that its statements name.
    seller_orders text[] := ARRAY(SELECT number WHERE number <> '' UNION
        SELECT o.order_no FROM ledger.shop h JOIN (SELECT shop_id, order_no, payment_no FROM ledger.shop_order) o
            ON o.shop_id = h.shop_id AND o.payment_no = ANY (payments || number));
    counted record;
BEGIN
    SELECT min(bill_date) AS first, max(bill_date) AS last INTO counted FROM ledger.plain_block WHERE line_runs IS NOT NULL;

    RETURN QUERY
    WITH label AS (
        SELECT c.code, format('%s (%s)', c.label_en, c.code) AS words FROM recon.codes c WHERE c.kind IS NOT NULL
        UNION ALL VALUES ('matched', 'paired with the shop''s record, and they agree'),
            ('cross_day', 'paired with the shop''s record of another day, and they agree'),
            ('pending', 'no record in the shop yet; it waits for the bill of the next day'),
            ('not_executed', 'shop and channel both say that nothing moved'),
            ('waiting_for_trade', 'no trade bill that could bear it is there yet'), ('unlinked', 'no entry expects it')),
    entry AS (
        SELECT e.* FROM unnest(payments) p CROSS JOIN LATERAL ledger.find_entries(p) e
        UNION SELECT e.* FROM ledger.find_entries(number) e),
    movement AS MATERIALIZED (
        SELECT m.* FROM ledger.find_movements(ARRAY(
            SELECT unnest(payments || number)
            UNION SELECT unnest(ARRAY[e.refund_no, e.channel_trade_no, e.channel_refund_no]) FROM entry e)) m),
    item AS (
        SELECT i.* FROM ledger.item i WHERE i.payment_no = ANY (payments)
        UNION SELECT i.* FROM ledger.item i WHERE i.channel_trade_no = number
        UNION SELECT i.* FROM (SELECT number UNION SELECT m.business_no FROM movement m) n (number)
        CROSS JOIN ledger.account a
        JOIN ledger.item i ON i.account_id = a.account_id AND i.kind = 'funds' AND i.channel_no = n.number AND i.channel_no <> ''
        UNION SELECT i.* FROM ledger.account a
        JOIN ledger.item i ON i.account_id = a.account_id AND i.kind = 'sharing' AND split_part(i.channel_no, E'\t', 1) = number),
    share AS (
        SELECT s.* FROM ledger.account a JOIN ledger.share s ON s.account_id = a.account_id AND s.sharing_no = number
        UNION SELECT s.* FROM ledger.account a JOIN ledger.share s ON s.account_id = a.account_id AND s.channel_sharing_no = number
        UNION SELECT s.* FROM ledger.account a JOIN ledger.share s ON s.account_id = a.account_id AND s.detail_no = number AND s.detail_no <> ''
        UNION SELECT s.* FROM (SELECT number UNION SELECT e.channel_trade_no FROM entry e) n (number) CROSS JOIN ledger.account a
        JOIN ledger.share s ON s.account_id = a.account_id AND s.channel_trade_no = n.number AND n.number <> ''),
    shared AS (
        SELECT r.* FROM ledger.account a JOIN ledger.share_record r ON r.account_id = a.account_id AND r.payment_no = ANY (payments)
        UNION SELECT r.* FROM (SELECT number UNION SELECT s.sharing_no FROM share s) n (number) CROSS JOIN ledger.account a
        JOIN ledger.share_record r ON r.account_id = a.account_id AND r.sharing_no = n.number),
    told AS (
        SELECT (r ->> 'at')::timestamptz AS at, 1 AS step, 'shop' AS source,
               format('payment %s of %s %s is %s, by %s:%s', r ->> 'payment_no', ledger.shop_amount(r -> 'fen'), r ->> 'currency',
                      r ->> 'state', r ->> 'channel', r ->> 'account')
               || coalesce(', channel number ' || nullif(r ->> 'channel_trade_no', ''), '')
               || coalesce(', for order ' || nullif(r ->> 'orders', ''), '') AS event, 0::bigint AS place
        FROM jsonb_array_elements(shop -> 'paid') AS r
        UNION ALL
        SELECT (r ->> 'at')::timestamptz, 1, 'shop',
               format('refund %s of payment %s, %s %s, is %s, by %s:%s', r ->> 'refund_no', r ->> 'payment_no',
                      ledger.shop_amount(r -> 'fen'), r ->> 'currency', r ->> 'state', r ->> 'channel', r ->> 'account')
               || coalesce(', channel number ' || nullif(r ->> 'channel_refund_no', ''), ''), 0
        FROM jsonb_array_elements(shop -> 'refunded') AS r
        UNION ALL
        -- What the last run read of the shop, where the shop itself cannot be asked here.
        SELECT r.occurred_at, 1, 'shop', format('%s %s is %s, %s %s, as the last run read it%s', r.entry_type,
                   concat_ws(' of payment ', nullif(r.refund_no, ''), r.payment_no), r.state, recon.yuan(r.amount_fen),
                   r.currency, coalesce(', for order ' || nullif(array_to_string(r.order_nos, ', '), ''), '')), 0
        FROM ledger.account a JOIN ledger.record r ON r.account_id = a.account_id
         AND r.entry_type IN ('payment', 'refund') AND r.payment_no = ANY (payments)
        WHERE shop IS NULL
        UNION ALL
        SELECT r.shared_at, 1, 'shop', format('share %s of payment %s for %s, %s CNY, is %s, as the last run read it; %s', r.sharing_no,
                   r.payment_no, r.receiver, recon.yuan(r.amount_fen), r.state,
                   CASE r.outcome WHEN 'matched' THEN 'the channel has it' WHEN 'cross_day' THEN 'the channel has it, on another day'
                        WHEN 'pending' THEN 'it waits for the channel' WHEN 'not_executed' THEN 'nothing was shared'
                        ELSE (SELECT l.words FROM label l WHERE l.code = r.outcome::text) END), 0
        FROM shared r
        UNION ALL
        SELECT s.shared_at, 2, 'bill', format('%s:%s sharing bill of %s%s, line %s: %s %s for %s, %s CNY, of channel number %s; %s',
                   a.channel, a.account, s.bill_date, coalesce(' (' || f.name || ')', ''), s.line_no, replace(s.share_kind, '_', ' '), s.sharing_no, s.receiver,
                   recon.yuan(s.amount_fen), s.channel_trade_no, (SELECT l.words FROM label l WHERE l.code = s.outcome::text)), s.line_no
        FROM share s JOIN ledger.account a USING (account_id)
        LEFT JOIN LATERAL ledger.bill_file_name(s.account_id, s.bill_date, 'sharing', s.file_no) AS f (name) ON true
        UNION ALL
        SELECT e.occurred_at, 2, 'bill', format('%s:%s bill of %s%s, line %s: %s %s, %s %s, fee %s, %s, channel number %s; %s',
                   a.channel, a.account, e.bill_date, coalesce(' (' || f.name || ')', ''), e.line_no, e.entry_type,
                   concat_ws(' of payment ', nullif(e.refund_no, ''), e.payment_no), recon.yuan(e.amount_fen), e.currency,
                   recon.short(e.fee_e5 / 100000.0), e.state,
                   concat_ws(' and ', nullif(e.channel_trade_no, ''), nullif(e.channel_refund_no, '')),
                   concat_ws('; ', (SELECT l.words FROM label l WHERE l.code = e.outcome::text),
                             (SELECT l.words FROM label l WHERE l.code = e.flag::text))), e.line_no
        FROM entry e JOIN ledger.account a USING (account_id)
        LEFT JOIN LATERAL ledger.bill_file_name(e.account_id, e.bill_date, 'trade', e.file_no) AS f (name) ON true
        UNION ALL
        SELECT NULL, 2, 'bill', format('%s:%s bill of %s, line %s: %s %s, %s; its entry is not kept here but in the archived bill%s',
                   a.channel, a.account, c.bill_date, c.line_no,
                   CASE c.entry_type WHEN 'payment' THEN 'payment' ELSE 'refund of payment' END, c.payment_no,
                   (SELECT l.words FROM label l WHERE l.code = 'matched'), coalesce(' ' || f.name, '')), c.line_no
        FROM ledger.find_counted_pairs(array_append(payments, number)) c JOIN ledger.account a USING (account_id)
        LEFT JOIN LATERAL ledger.bill_file_name(c.account_id, c.bill_date, 'trade', c.file_no) AS f (name) ON true
        UNION ALL
        SELECT m.booked_at, 3, 'money', format('%s:%s funds bill of %s%s, line %s: %s of %s CNY in pot %s (%s), %s; %s%s',
                   a.channel, a.account, m.bill_date, coalesce(' (' || f.name || ')', ''), m.line_no,
                   replace(m.movement_class, '_', ' '), recon.yuan(m.amount_fen), p.pot,
                   concat_ws(', ', nullif(m.name, ''), nullif(m.type, ''), nullif(m.code, '')),
                   concat_ws(', ', 'business number ' || nullif(m.business_no, ''), 'voucher number ' || nullif(m.voucher_no, ''),
                             'flow number ' || nullif(m.flow_no, '')),
                   CASE WHEN m.outcome = 'booked' THEN 'booked' ELSE (SELECT l.words FROM label l WHERE l.code = m.outcome) END,
                   coalesce(', entry of ' || m.entry_date || coalesce(', line ' || m.entry_line_no, ''), '')), m.line_no
        FROM movement m JOIN ledger.account a USING (account_id)
        LEFT JOIN ledger.pot_day p ON (p.account_id, p.bill_date, p.file_no) = (m.account_id, m.bill_date, m.file_no)
        LEFT JOIN LATERAL ledger.bill_file_name(m.account_id, m.bill_date, 'funds', m.file_no) AS f (name) ON true
        UNION ALL
        SELECT coalesce(r.finished_at, r.started_at, r.requested_at), 4, 'run', format('run %s of %s:%s %s (%s): %s%s%s',
                   r.run_id, a.channel, a.account, concat_ws(' ', r.bill_date, nullif(r.kind, 'trade')), r.requested_by, coalesce(r.verdict::text, r.state),
                   coalesce(', ' || ledger.reason_text(r.reason, r.expected, r.found, r.place, r.because,
                       a.channel || ':' || a.account, r.bill_date), ''), CASE WHEN d.run_id = r.run_id THEN ', in force' ELSE '' END),
               r.run_id
        FROM (SELECT account_id, bill_date, 'trade' AS kind FROM entry UNION SELECT account_id, bill_date, 'funds' FROM movement
              UNION SELECT account_id, bill_date, 'sharing' FROM share
              UNION SELECT account_id, unnest(ARRAY[bill_date, late_on]), kind FROM item) t
        JOIN ledger.run r USING (account_id, bill_date, kind) JOIN ledger.account a USING (account_id)
        LEFT JOIN ledger.day d USING (account_id, bill_date, kind)
        UNION ALL
        SELECT r.booked_at, 4, h.shop, format('%s moves%s in pot %s, line %s of statement %s: %s%s', recon.yuan(r.amount_fen),
                   coalesce(' for order ' || nullif(r.order_no, number), ''), r.pot, r.line_no, r.statement_id, concat_ws(' ', nullif(r.code, ''), nullif(coalesce(c.text, r.text), ''), nullif(r.type, '')),
                   CASE r.left_out WHEN 'copy' THEN '; a copy, which counts in the aggregated account'
                        WHEN 'repeated' THEN '; it counts in an earlier file' ELSE '' END), r.line_no
        FROM ledger.shop h
        JOIN ledger.seller_row_class r ON r.shop_id = h.shop_id AND r.order_no = ANY (seller_orders) AND r.order_no <> ''
        LEFT JOIN ledger.business_code c ON c.code = r.code
        UNION ALL
        SELECT h.at, 5, h.actor, format('discrepancy %s of %s, %s: %s, difference %s: %s%s%s%s', i.item_id,
                   coalesce(i.bill_date::text, 'no day'),
                   CASE WHEN i.code = 'balance_break' THEN 'pot ' || i.pot
                        WHEN i.kind = 'sharing' THEN 'share ' || split_part(i.channel_no, E'\t', 1)
                                 || coalesce(' for ' || nullif(split_part(i.channel_no, E'\t', 2), ''), '')
                        WHEN i.movement_class <> '' THEN concat_ws(' in pot ', replace(i.movement_class, '_', ' '), nullif(i.pot, ''))
                        ELSE i.entry_type::text END, (SELECT l.words FROM label l WHERE l.code = i.code::text),
                   recon.yuan(coalesce(h.difference_fen, i.difference_fen)), replace(h.event, '_', ' ')
                       || CASE h.event WHEN 'assigned' THEN ' to ' || coalesce(h.assignee, 'nobody') || coalesce(', due on ' || h.due_on, '') ELSE '' END,
                   coalesce(' as ' || h.resolution, ''), coalesce(' in run ' || h.run_id, ''), coalesce(': ' || h.note, '')),
               h.event_id
        FROM item i JOIN ledger.item_event h ON h.account_id = i.account_id AND h.item_id = i.item_id
        UNION ALL
        SELECT NULL, 6, 'now', format('discrepancy %s is %s%s, difference %s%s', i.item_id, i.status,
                   coalesce(' (' || i.resolution || ', by ' || i.resolved_by || ')', ''), recon.yuan(i.difference_fen),
                   coalesce(', due with the ' || CASE i.kind WHEN 'trade' THEN 'bill' ELSE i.kind || ' bill' END || ' of ' || i.due_date, '')),
               i.item_id
        FROM item i WHERE i.status <> 'resolved'
        UNION ALL
        SELECT NULL, 6, 'now', format('refund%s of %s%s: %s%s%s%s', coalesce(' ' || w.refund_no, ''), coalesce(w.recorded, w.paid, w.returned),
                   coalesce(' of order ' || nullif(w.order_no, number), ''),
                   (SELECT l.label_en FROM recon.labels l WHERE l.word_of = 'refund_step' AND l.word = w.step),
                   coalesce(' out of pot ' || w.pot || ' in line ' || w.line_no || ' of statement ' || w.statement_id, ''),
                   coalesce(', returned on ' || (w.returned_at AT TIME ZONE 'Asia/Shanghai')::date, ''),
                   coalesce('; ' || (SELECT l.label_en FROM recon.labels l WHERE l.word_of = 'reason' AND l.word = w.flag), '')),
               row_number() OVER (ORDER BY w.booked_at, w.line_no)
        FROM recon.refund_ways w WHERE w.order_no = ANY (seller_orders)),
    note (words) AS (
        SELECT gap WHERE gap IS NOT NULL
        UNION ALL
        SELECT format('plain pairs of days from %s to %s are only counted: these are found by payment and order number, not by the channel''s',
                      counted.first, counted.last) WHERE counted.first IS NOT NULL
        UNION ALL
        SELECT 'a movement that is plainly booked is found by its business and voucher number, not by its flow number'
        WHERE NOT EXISTS (SELECT FROM told) AND EXISTS (SELECT FROM ledger.movement_block)
        UNION ALL
        -- What was found by another number does not have to be found by this one too.
        SELECT format('it was not looked for in %s of %s: %s would have to be read, because no index leads there (%s)',
                      u ->> 'column', u ->> 'relation', pg_size_pretty((u ->> 'bytes')::bigint),
                      CASE u ->> 'column' WHEN 'order_nos' THEN 'what it needs is a GIN index on order_nos; a view has to take that from a column'
                           ELSE 'what it needs is an index on it, or on what the view takes it from' END)
        FROM jsonb_array_elements(shop -> 'unread') AS u WHERE payments = '{}')
    -- The shop's words are somebody else's: bounded, and nothing in them moves a terminal's cursor.
    SELECT t.at, t.source, CASE WHEN t.step IN (1, 3) THEN left(regexp_replace(t.event, '[[:cntrl:]]', '?', 'g'), 2000) ELSE t.event END
    FROM (
        SELECT told.* FROM told
        UNION ALL SELECT NULL, 7, 'now', 'nothing is known about it', 0 WHERE NOT EXISTS (SELECT FROM told)
        UNION ALL SELECT NULL, 8, 'note', words, 0 FROM note) AS t
    ORDER BY t.at NULLS LAST, t.step, t.place, t.event;
END $$;

COMMENT ON FUNCTION ledger.tell IS 'All that is known about a number, told in time order: the words of recon.explain.';
