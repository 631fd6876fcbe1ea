-- What the steps of a sharing day ask for more than once.

-- Movements of class sharing that were packed before the account's sharing was looked at; all others are rows. No entry expects
-- them, so no line of theirs has been taken out.
CREATE FUNCTION pg_temp.packed_shares(account integer, days date[]) RETURNS SETOF ledger.movement LANGUAGE sql STABLE AS $$
    SELECT (u.movement).* FROM ledger.movement_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') AS l (line)
    CROSS JOIN LATERAL (SELECT ledger.unpack_movement(b, l.line) AS movement) u
     WHERE b.account_id = $1 AND b.bill_date = ANY ($2)
       AND EXISTS (SELECT FROM unnest(b.kinds) AS k (kind) WHERE k.kind LIKE E'sharing\t%')
       AND (u.movement).movement_class = 'sharing' $$;

-- A merchant's number and a person's are told from others of their kind; anything else may stand for either.
CREATE FUNCTION pg_temp.receiver_form(receiver text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN $1 ~ '^[0-9]+$' THEN 'merchant' WHEN $1 LIKE 'openid-%' THEN 'person' ELSE 'other' END $$;
CREATE FUNCTION pg_temp.are_incomparable(form text, other text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT 'other' IN ($1, $2) $$;

-- The day's bill of a kind is in force, or will never come any more.
CREATE FUNCTION pg_temp.is_concluded(account integer, kind_of_bill text, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM ledger.day d WHERE d.account_id = $1 AND d.kind = $2 AND d.bill_date = $3 AND d.concluded)
        OR EXISTS (SELECT FROM pg_temp.day_run r WHERE $2 = 'sharing' AND r.bill_date = $3)
        OR $3 <= ledger.closed_through() $$;

-- Sharing orders whose rows and movements do not agree, and until when that may be so.
CREATE FUNCTION pg_temp.booked_shares(account integer, settlement_days integer, cut_off interval, is_asked boolean)
RETURNS TABLE (label text, bill_date date, billed_fen bigint, moved_fen bigint, movements bigint, due_date date, is_due boolean,
               occurred_at timestamptz, channel_trade_no text, payment_no text, order_nos text[]) LANGUAGE sql STABLE AS $$
    SELECT b.label, b.last_day, b.fen, coalesce(m.fen, 0), coalesce(m.movements, 0), b.due_date, NOT EXISTS (
               SELECT FROM generate_series(b.first_day, b.due_date, interval '1 day') AS day
                WHERE NOT pg_temp.is_concluded($1, 'funds', day::date)), b.occurred_at, b.channel_trade_no, s.payment_no, s.order_nos
    FROM (SELECT r.label, sum(r.fen)::bigint AS fen, min(r.bill_date) AS first_day, max(r.bill_date) AS last_day,
                 max(r.bill_date + $2 + CASE WHEN r.occurred_at >= (r.bill_date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' - $3
                                             THEN 1 ELSE 0 END) AS due_date,
                 max(r.occurred_at) AS occurred_at, min(r.channel_trade_no) AS channel_trade_no
          FROM pg_temp.share_row r WHERE $4 GROUP BY 1) b
    LEFT JOIN (SELECT n.label, sum(n.fen)::bigint AS fen, count(*) AS movements FROM pg_temp.share_movement n GROUP BY 1) m USING (label)
    LEFT JOIN LATERAL (SELECT x.payment_no, x.order_nos FROM pg_temp.share_side x WHERE x.label = b.label
                        ORDER BY x.side_id LIMIT 1) s ON true
    WHERE b.fen <> coalesce(m.fen, 0) $$
