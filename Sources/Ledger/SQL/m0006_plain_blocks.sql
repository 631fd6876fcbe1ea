-- Plain pairs, which nearly all entries are, are packed: one row for up to 256 of them. That costs the server a quarter of
-- the time and half of the room that a row for each does, and they are there with the verdict, without an index to build.
-- Whatever else is to be said of an entry, it is then a row of ledger.entry.

DROP FUNCTION ledger.entries_of, ledger.create_load, ledger.survey_load, ledger.attach_load,
    ledger.index_partition, ledger.index_numbers, ledger.tidy_loads, ledger.partition_name,
    ledger.thin_day, ledger.drop_thinned;

CREATE FUNCTION ledger.tag(number text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN int4send(hashtext(number));
COMMENT ON FUNCTION ledger.tag IS 'Four bytes that tell which blocks may hold a number.';

CREATE TABLE ledger.plain_block (
    account_id   integer NOT NULL,
    bill_date    date NOT NULL,
    entry_type   ledger.entry_type NOT NULL,
    file_no      smallint NOT NULL,
    first_line   integer NOT NULL CHECK (first_line >= 1),
    last_line    integer NOT NULL,
    entries      integer NOT NULL CHECK (entries >= 0),
    amount_fen   bigint NOT NULL CHECK (amount_fen >= 0),
    settled_fen  bigint NOT NULL,
    fee_e5       bigint NOT NULL,
    taken_out    integer[],
    payment_tags bytea NOT NULL,
    other_tags   bytea NOT NULL,
    state        text NOT NULL,
    lines        text NOT NULL,
    packed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (bill_date, account_id, entry_type, file_no, first_line),
    CONSTRAINT amounts_fit CHECK (
        amount_fen BETWEEN -999999999999999999 AND 999999999999999999 AND
        settled_fen BETWEEN -999999999999999999 AND 999999999999999999),
    CONSTRAINT lines_are_in_order CHECK (first_line <= last_line),
    CONSTRAINT an_entry_is_in_one_place CHECK (
        length(payment_tags) = 4 * (entries + coalesce(cardinality(taken_out), 0)))
);
-- Tags lie in the row itself, where a look-up reads them all; the lines outside of it, where it does not.
ALTER TABLE ledger.plain_block ALTER payment_tags SET STORAGE PLAIN, ALTER other_tags SET STORAGE PLAIN,
    ALTER payment_tags SET STATISTICS 0, ALTER other_tags SET STATISTICS 0, ALTER lines SET STATISTICS 0;
DO $compression$
BEGIN
    ALTER TABLE ledger.plain_block ALTER lines SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    -- A server without it: the older method takes longer than everything else together.
    ALTER TABLE ledger.plain_block ALTER lines SET STORAGE EXTERNAL;
END $compression$;
COMMENT ON TABLE ledger.plain_block IS
    'Plain pairs (same day, same amount) of the bills in force, packed; ledger.plain_entry shows them as entries.';
COMMENT ON COLUMN ledger.plain_block.entries IS 'How many of the lines are plain pairs now; amount_fen is their sum.';
COMMENT ON COLUMN ledger.plain_block.taken_out IS 'Numbers of the lines that have become rows of ledger.entry.';
COMMENT ON COLUMN ledger.plain_block.payment_tags IS 'ledger.tag of every payment number, four bytes each.';
COMMENT ON COLUMN ledger.plain_block.other_tags IS 'ledger.tag of the channel''s numbers and refund numbers.';
COMMENT ON COLUMN ledger.plain_block.lines IS
    'Line by line, separated by tabs: line number, payment number, channel trade number, fen, settled fen where they are others (a refund takes what a payment brings), fee in 1/100000 yuan, seconds since 1970, and of a refund its number and the channel''s.';

COMMENT ON COLUMN ledger.plain_block.packed_at IS
    'When the block was written. Since no two rows have the same default, COPY stores each as it comes, and does not hoard a thousand of 25 KB while the sender waits.';

ALTER TABLE ledger.entry RENAME TO entry_until_now;
CREATE TABLE ledger.entry (LIKE ledger.entry_until_now INCLUDING CONSTRAINTS INCLUDING COMMENTS);
COMMENT ON TABLE ledger.entry IS
    'Entries of the bills in force that are no plain pairs, or were none for a while; see also ledger.plain_block.';

-- One of the usual states for each channel and type: blocks of one day, type and file have one state.
CREATE FUNCTION pg_temp.is_packed(e ledger.entry_until_now) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT e.outcome = 'matched' AND e.flag IS NULL AND e.currency = 'CNY' AND e.state IN ('SUCCESS', '交易', '退款')
       AND e.payment_no || e.channel_trade_no || e.refund_no || e.channel_refund_no !~ '[\t\n]' $$;
INSERT INTO ledger.plain_block (account_id, bill_date, entry_type, file_no, first_line, last_line, entries, amount_fen,
                                settled_fen, fee_e5, payment_tags, other_tags, state, lines)
SELECT account_id, bill_date, entry_type, file_no, min(line_no), max(line_no), count(*), sum(amount_fen), sum(settled_fen),
       sum(fee_e5),
       string_agg(ledger.tag(payment_no), '' ORDER BY line_no),
       string_agg(ledger.tag(channel_trade_no) || CASE entry_type WHEN 'refund' THEN
           ledger.tag(refund_no) || ledger.tag(channel_refund_no) ELSE '' END, '' ORDER BY line_no),
       state, string_agg(concat_ws(E'\t', line_no, payment_no, channel_trade_no, amount_fen,
           CASE settled_fen WHEN CASE entry_type WHEN 'refund' THEN -amount_fen ELSE amount_fen END THEN '' ELSE settled_fen::text END, fee_e5,
           extract(epoch FROM occurred_at)::bigint,
           CASE entry_type WHEN 'refund' THEN refund_no || E'\t' || channel_refund_no END), E'\n' ORDER BY line_no)
FROM (SELECT *, (row_number() OVER (PARTITION BY account_id, bill_date, entry_type, file_no ORDER BY line_no) - 1) / 256
                AS block FROM ledger.entry_until_now e WHERE pg_temp.is_packed(e)) AS plain
GROUP BY account_id, bill_date, entry_type, file_no, state, block;
INSERT INTO ledger.entry SELECT * FROM ledger.entry_until_now e WHERE NOT pg_temp.is_packed(e);
DROP FUNCTION pg_temp.is_packed;
DO $leftovers$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'
                   AND relname ~ '^(load_[0-9]+_[0-9]+|thinned_entry_[0-9]{8}_[0-9]+)$'
    LOOP
        EXECUTE format('DROP TABLE ledger.%I', name);
    END LOOP;
END $leftovers$;

ALTER TABLE ledger.entry ADD CONSTRAINT entry_pkey PRIMARY KEY (bill_date, account_id, file_no, line_no);
CREATE INDEX entry_open ON ledger.entry (bill_date, account_id) WHERE outcome <> 'matched' OR flag IS NOT NULL;
CREATE INDEX entry_payment_hash ON ledger.entry (payment_hash);
CREATE INDEX entry_trade ON ledger.entry (hashtextextended(channel_trade_no, 0));
CREATE INDEX entry_refund ON ledger.entry (refund_no) WHERE refund_no <> '';
CREATE INDEX entry_channel_refund ON ledger.entry (channel_refund_no) WHERE channel_refund_no <> '';

-- The few payments whose refunds exceed them, wherever they are among the items.
CREATE INDEX item_over_refund ON ledger.item (account_id) WHERE code = 'over_refund' AND found;

CREATE VIEW ledger.plain_entry AS
SELECT b.account_id, b.bill_date, b.file_no, split_part(l.line, E'\t', 1)::integer AS line_no, b.entry_type,
       'matched'::ledger.outcome AS outcome, NULL::ledger.outcome AS flag,
       hashtextextended(split_part(l.line, E'\t', 2), 0) AS payment_hash, split_part(l.line, E'\t', 2) AS payment_no,
       split_part(l.line, E'\t', 8) AS refund_no, split_part(l.line, E'\t', 3) AS channel_trade_no,
       split_part(l.line, E'\t', 9) AS channel_refund_no, split_part(l.line, E'\t', 4)::bigint AS amount_fen,
       CASE WHEN split_part(l.line, E'\t', 5) <> '' THEN split_part(l.line, E'\t', 5)
            ELSE CASE b.entry_type WHEN 'refund' THEN '-' ELSE '' END || split_part(l.line, E'\t', 4) END::bigint AS settled_fen,
       split_part(l.line, E'\t', 6)::bigint AS fee_e5, NULL::bigint AS expected_fee_fen, 'CNY'::text AS currency,
       to_timestamp(split_part(l.line, E'\t', 7)::bigint) AS occurred_at, b.state,
       b.first_line, b.payment_tags, b.other_tags
FROM ledger.plain_block b CROSS JOIN LATERAL string_to_table(b.lines, E'\n') AS l(line)
WHERE b.taken_out IS NULL OR split_part(l.line, E'\t', 1)::integer <> ALL (b.taken_out);
COMMENT ON VIEW ledger.plain_entry IS 'The plain pairs as entries, each with the block it lies in.';

CREATE OR REPLACE VIEW recon.bill_entries AS
SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text AS entry_type, e.payment_no,
       nullif(e.refund_no, '') AS refund_no, nullif(e.channel_trade_no, '') AS channel_trade_no,
       nullif(e.channel_refund_no, '') AS channel_refund_no, recon.yuan(e.amount_fen)::numeric(18, 2) AS amount,
       recon.yuan(e.settled_fen)::numeric(18, 2) AS settled_amount, (e.fee_e5 / 100000.0)::numeric(20, 5) AS fee, e.currency,
       e.occurred_at, e.state, 'matched'::text AS outcome, e.file_no,
       (e.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date AS time_outside_day
FROM ledger.plain_entry e JOIN ledger.account a USING (account_id)
UNION ALL
SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text AS entry_type, e.payment_no,
       nullif(e.refund_no, '') AS refund_no, nullif(e.channel_trade_no, '') AS channel_trade_no,
       nullif(e.channel_refund_no, '') AS channel_refund_no, recon.yuan(e.amount_fen)::numeric(18, 2) AS amount,
       recon.yuan(e.settled_fen)::numeric(18, 2) AS settled_amount, (e.fee_e5 / 100000.0)::numeric(20, 5) AS fee, e.currency,
       e.occurred_at, e.state,
       CASE WHEN e.outcome IN ('matched', 'cross_day') THEN coalesce(e.flag, e.outcome) ELSE e.outcome END::text AS outcome,
       e.file_no,
       (e.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date AS time_outside_day
FROM ledger.entry e JOIN ledger.account a USING (account_id);
DROP TABLE ledger.entry_until_now;

CREATE FUNCTION ledger.entries_of(number text) RETURNS SETOF ledger.entry
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM ledger.entry WHERE payment_hash = hashtextextended($1, 0) AND payment_no = $1
    UNION SELECT * FROM ledger.entry WHERE refund_no <> '' AND refund_no = $1
    UNION SELECT * FROM ledger.entry WHERE channel_refund_no <> '' AND channel_refund_no = $1
    UNION SELECT * FROM ledger.entry
     WHERE hashtextextended(channel_trade_no, 0) = hashtextextended($1, 0) AND channel_trade_no = $1
    UNION ALL
    SELECT account_id, bill_date, file_no, line_no, entry_type, outcome, flag, payment_hash, payment_no, refund_no,
           channel_trade_no, channel_refund_no, amount_fen, settled_fen, fee_e5, expected_fee_fen, currency,
           occurred_at, state
    FROM ledger.plain_entry
    WHERE (position((SELECT ledger.tag($1)) IN payment_tags) > 0
           OR position((SELECT ledger.tag($1)) IN other_tags) > 0)
      AND $1 IN (payment_no, refund_no, channel_trade_no, channel_refund_no) AND $1 <> '' $$;
COMMENT ON FUNCTION ledger.entries_of IS
    'Entries by any number they bear: rows by an index for each kind, packed ones by the tags of their block.';

-- What is one-sided, paired across days or at odds stays, because later days' bills still meet it.
CREATE FUNCTION ledger.thin_day(account integer, day date) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    removed bigint;
BEGIN
    IF NOT pg_try_advisory_xact_lock(8243104023209574400) THEN
        RAISE EXCEPTION 'a settlement is under way' USING ERRCODE = 'lock_not_available';
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.days_to_thin('infinity', 'infinity') t
                   WHERE t.account_id = account AND t.bill_date = day) THEN RETURN 0; END IF;
    WITH block AS (DELETE FROM ledger.plain_block b WHERE b.account_id = account AND b.bill_date = day RETURNING b.entries),
    entry AS (DELETE FROM ledger.entry e WHERE e.account_id = account AND e.bill_date = day AND e.outcome = 'matched'
                 AND e.flag IS NULL RETURNING 1)
    SELECT (SELECT coalesce(sum(entries), 0) FROM block) + (SELECT count(*) FROM entry) INTO removed;
    UPDATE ledger.day d SET thinned_run_id = d.run_id WHERE d.account_id = account AND d.bill_date = day;
    RETURN removed;
END $$;
COMMENT ON FUNCTION ledger.thin_day IS 'Removes the plain pairs of a day and returns their number.';
