-- The ledger: what was received, what was found, what people decided. People read schema recon, never this one.
-- Every table of results carries account_id in its key, so that it can be distributed by account.

CREATE SCHEMA ledger;
CREATE SCHEMA recon;
COMMENT ON SCHEMA ledger IS 'Tables of the reconciliation; private to the service. Read schema recon instead.';
COMMENT ON SCHEMA recon IS 'Views and functions for people: the result of every reconciliation.';

-- One amount is below 10^15 (bills and shop are refused otherwise), and sums of them are looked at before they are stored.
CREATE DOMAIN ledger.fen AS bigint CONSTRAINT amounts_fit CHECK (VALUE BETWEEN -999999999999999999 AND 999999999999999999);
COMMENT ON DOMAIN ledger.fen IS 'An amount or a sum of them, as far as the numeric(18,2) yuan of a view hold it.';

CREATE TYPE ledger.entry_type AS ENUM ('payment', 'refund');
CREATE TYPE ledger.outcome AS ENUM (
    'matched', 'cross_day', 'pending', 'not_executed',
    'unclassified', 'account_mismatch', 'duplicate_in_channel', 'channel_only', 'order_only',
    'currency_mismatch', 'status_mismatch', 'amount_mismatch', 'fee_mismatch', 'over_refund',
    'not_booked', 'booked_amount_mismatch', 'booked_fee_mismatch', 'booked_twice', 'booked_only', 'refund_returned',
    'balance_break');
CREATE TYPE ledger.lock_name AS ENUM ('settlement', 'process', 'alarm');
CREATE TYPE ledger.verdict AS ENUM ('balanced', 'pending', 'discrepancies', 'incomplete');

-- Rows of recon.reconcile: both columns that the contract names are called account, so they need a type of their own.
CREATE TYPE ledger.requested_run AS (run_id bigint, account text, kind text);

-- An entry as people see it, in yuan: the columns of recon.bill_entries.
CREATE TYPE ledger.shown_entry AS (
    bill_date date, channel text, account text, line_no integer, entry_type text, payment_no text, refund_no text,
    channel_trade_no text, channel_refund_no text, amount numeric(18, 2), settled_amount numeric(18, 2), fee numeric(20, 5),
    currency text, occurred_at timestamptz, state text, outcome text, file_no smallint, time_outside_day boolean);

-- A movement, likewise: the columns of recon.movements.
CREATE TYPE ledger.shown_movement AS (
    bill_date date, channel text, account text, pot text, line_no integer, movement_class text, amount numeric(18, 2),
    balance numeric(18, 2), booked_at timestamptz, name text, type text, code text, business_no text, voucher_no text,
    flow_no text, outcome text, entry_date date, entry_line_no integer, entry_file_no smallint, file_no smallint);

CREATE TYPE recon.decision AS (
    discrepancy_id bigint, status text, code text, bill_date date, payment_no text, difference numeric(18, 2),
    resolution text, note text);
COMMENT ON TYPE recon.decision IS 'A discrepancy after a person''s decision.';

-- Kinds of bills: migrate fills in those that the program knows.
CREATE TABLE ledger.bill_kind (
    kind    text PRIMARY KEY CHECK (kind ~ '^[a-z]+$'),
    name_en text NOT NULL,
    name_zh text NOT NULL
);
COMMENT ON TABLE ledger.bill_kind IS
    'What kinds of bills there are. The unit of work is an account, a day and a kind; what only one kind has lies in tables of its own.';

-- Accounts, and what the service is told -------------------------------------------------------------------------------

CREATE TABLE ledger.channel (
    channel text PRIMARY KEY CHECK (channel ~ '^[a-z][a-z0-9]{0,31}$'),
    place   bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    name_en text NOT NULL,
    name_zh text NOT NULL
);
COMMENT ON TABLE ledger.channel IS 'The channels, as the program describes them: written by migrate and by every start.';
COMMENT ON COLUMN ledger.channel.place IS 'Orders the channels in lists.';

CREATE TABLE ledger.account (
    account_id             integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel                text NOT NULL REFERENCES ledger.channel,
    account                text NOT NULL CHECK (account <> ''),
    cut_off_window_seconds bigint NOT NULL CHECK (cut_off_window_seconds BETWEEN 0 AND 43200),
    start_date             date NOT NULL,
    is_served              boolean NOT NULL DEFAULT true,
    kinds                  text[] NOT NULL DEFAULT '{trade}' CHECK (cardinality(kinds) > 0),
    settlement_days        smallint NOT NULL DEFAULT 0 CHECK (settlement_days BETWEEN 0 AND 31),
    pots                   text[] NOT NULL DEFAULT '{}',
    has_balance_control    boolean NOT NULL DEFAULT false,
    contracted_rate_e7     bigint CHECK (contracted_rate_e7 >= 0),
    key_expires_at         timestamptz,
    CONSTRAINT one_row_for_each_account UNIQUE (channel, account)
);
COMMENT ON TABLE ledger.account IS 'Merchant accounts at the channels, with the rules under which they were last reconciled.';
COMMENT ON COLUMN ledger.account.is_served IS 'It stands in the configuration of a daemon.';
COMMENT ON COLUMN ledger.account.kinds IS 'Its kinds of bills by that configuration, in the order in which a day''s are reconciled.';

COMMENT ON COLUMN ledger.account.settlement_days IS 'Days after its own until which an entry may wait to be booked.';
COMMENT ON COLUMN ledger.account.pots IS 'Its accounts of money at the channel by that configuration, in the order of a funds bill''s files; none: no money side.';
COMMENT ON COLUMN ledger.account.key_expires_at IS 'When the first of its keys and certificates expires, as far as these say.';
COMMENT ON COLUMN ledger.account.has_balance_control IS
    'A pot is held against the opening and closing balance that the channel itself tells of a day.';
COMMENT ON COLUMN ledger.account.contracted_rate_e7 IS
    'Contracted fee rate in parts per ten million, as the last run had it; empty where fees are not compared.';

CREATE TABLE ledger.setting (name text PRIMARY KEY, value text NOT NULL);
COMMENT ON TABLE ledger.setting IS 'What the service tells the functions of schema recon.';

-- Runs -----------------------------------------------------------------------------------------------------------------

-- The queue is in here: a request is a row of ledger.run, a run is worked on under a lease, and whoever waits is told by NOTIFY.

CREATE TABLE ledger.run (
    account_id    integer NOT NULL REFERENCES ledger.account,
    run_id        bigint GENERATED BY DEFAULT AS IDENTITY,
    bill_date     date NOT NULL,
    kind          text NOT NULL REFERENCES ledger.bill_kind,
    attempt       integer NOT NULL CHECK (attempt >= 1),
    origin        text NOT NULL CHECK (origin IN ('schedule', 'catch_up', 'rematch', 'import', 'person')),
    requested_by  text NOT NULL CHECK (requested_by <> ''),
    state         text NOT NULL CHECK (state IN ('queued', 'fetching', 'matching', 'done', 'failed')),
    verdict       ledger.verdict,
    reason_code   text,
    reason        text,
    expected      text,
    found         text,
    place         jsonb,
    hint          text,
    because_code  text,
    because       text,
    bill_id       bigint,
    entries       bigint NOT NULL DEFAULT 0,
    matched       bigint NOT NULL DEFAULT 0,
    cross_day     bigint NOT NULL DEFAULT 0,
    pending       bigint NOT NULL DEFAULT 0,
    discrepancies bigint NOT NULL DEFAULT 0,
    requested_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at    timestamptz,
    finished_at   timestamptz,
    source        text NOT NULL DEFAULT 'channel' CHECK (source IN ('channel', 'archived', 'files')),
    lift_share_limit_reason text CHECK (lift_share_limit_reason <> ''),
    tries         integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    next_try_at   timestamptz,
    begun_by      integer[] NOT NULL DEFAULT '{}',
    crashes       integer NOT NULL DEFAULT 0 CHECK (crashes >= 0),
    PRIMARY KEY (account_id, run_id),
    CONSTRAINT attempts_of_a_day_are_numbered UNIQUE (account_id, bill_date, kind, attempt),
    CONSTRAINT only_a_person_has_a_name CHECK (origin = 'person' OR requested_by = origin),
    CONSTRAINT only_a_done_run_has_a_verdict CHECK ((state = 'done') = (verdict IS NOT NULL)),
    CONSTRAINT only_an_ended_run_is_finished CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL)),
    CONSTRAINT no_conclusion_without_a_reason CHECK (verdict IS DISTINCT FROM 'incomplete' OR reason IS NOT NULL),
    CONSTRAINT no_failure_without_a_reason CHECK (state <> 'failed' OR reason IS NOT NULL),
    CONSTRAINT a_reason_has_a_code_and_a_hint CHECK (num_nulls(reason_code, reason, hint) IN (0, 3))
);
CREATE INDEX run_waiting ON ledger.run (state) WHERE state IN ('queued', 'fetching', 'matching');
CREATE INDEX run_day ON ledger.run (account_id, bill_date, kind, run_id);
CREATE UNIQUE INDEX one_scheduled_run_of_a_day_waits ON ledger.run (account_id, bill_date, kind)
    WHERE state = 'queued' AND origin IN ('schedule', 'catch_up', 'rematch');
COMMENT ON TABLE ledger.run IS 'Every attempt to reconcile one kind of bill of one account''s day; never changed once it is done.';
COMMENT ON COLUMN ledger.run.origin IS
    'What made the run, by which it is treated: its patience, its turn, whether a second one may wait. requested_by is shown to people; a role may be named like anything.';
COMMENT ON COLUMN ledger.run.source IS 'Where the bill is to come from: the channel, the archive, or files that a person named.';
COMMENT ON COLUMN ledger.run.tries IS 'How often the bill was asked for.';
COMMENT ON COLUMN ledger.run.reason IS
    'Of a problem what happened; the columns beside it are its other parts, and ledger.reason_text puts them into one line.';
COMMENT ON COLUMN ledger.run.place IS 'Where: file, line, column, address, account, day, pot, as far as they are known.';
COMMENT ON COLUMN ledger.run.because IS 'What is behind the problem, in one line; because_code is its code.';
COMMENT ON COLUMN ledger.run.begun_by IS
    'Processes that began the run and did not give it back: they died in the midst of it, or lost their session. One that is worked on has its own there, too.';
COMMENT ON COLUMN ledger.run.crashes IS
    'How many of these died of themselves, as their last words say, with this run among those under way. From the second on it is not begun again.';
COMMENT ON COLUMN ledger.run.next_try_at IS
    'Of a queued run: not before. Of one that ended without a conclusion: when the schedule begins a new one.';

CREATE TABLE ledger.process (
    process_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('daemon', 'command')),
    host       text NOT NULL,
    pid        integer NOT NULL,
    version    text NOT NULL,
    accounts   integer[] NOT NULL,
    status     text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE ledger.process IS
    'Who works on this database. While a process lives, a session of it holds the advisory lock (ledger.lock_number(''process''), process_id).';

CREATE TABLE ledger.lease (
    account_id integer PRIMARY KEY REFERENCES ledger.account,
    run_id     bigint NOT NULL,
    process_id integer NOT NULL REFERENCES ledger.process ON DELETE CASCADE,
    held_until timestamptz NOT NULL,
    backend    integer NOT NULL,
    progress   text NOT NULL DEFAULT ''
);
COMMENT ON TABLE ledger.lease IS
    'One run of an account is worked on at a time, of whatever day and kind, because each may change the others'' results; by the process that holds its lease, and nothing else may conclude it.';
COMMENT ON COLUMN ledger.lease.backend IS 'The server process of the run''s session: ended by whoever takes the lease over.';

CREATE TABLE ledger.alarm (
    alarm_id     bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    account_id   integer REFERENCES ledger.account,
    service      text CHECK (service <> ''),
    cause        text NOT NULL CHECK (cause <> ''),
    reason_code  text NOT NULL CHECK (reason_code <> ''),
    bill_date    date,
    kind         text REFERENCES ledger.bill_kind,
    run_id       bigint,
    reason       text NOT NULL,
    expected     text,
    found        text,
    place        jsonb,
    hint         text NOT NULL,
    because_code text,
    because      text,
    raised_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    delivered_at timestamptz,
    ended_at     timestamptz,
    tries        integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    next_try_at  timestamptz,
    end_told_at  timestamptz,
    CONSTRAINT of_an_account_or_a_service CHECK ((account_id IS NULL) <> (service IS NULL))
);
CREATE UNIQUE INDEX one_alarm_for_each_cause ON ledger.alarm (account_id, service, cause) NULLS NOT DISTINCT WHERE ended_at IS NULL;
CREATE INDEX alarm_untold ON ledger.alarm (alarm_id) WHERE delivered_at IS NULL OR (ended_at IS NOT NULL AND end_told_at IS NULL);
COMMENT ON TABLE ledger.alarm IS 'What somebody should look at, told once for each cause; it ends when its cause does.';
COMMENT ON COLUMN ledger.alarm.service IS 'Host and configuration of the service that it is about, where it is about no account.';
COMMENT ON COLUMN ledger.alarm.cause IS 'Tells the alarm from every other of the account, for example `overdue trade 2026-11-21`.';
COMMENT ON COLUMN ledger.alarm.reason IS 'What happened; the columns beside it are the other parts of the problem, as in ledger.run.';
COMMENT ON COLUMN ledger.alarm.delivered_at IS 'When the program of on_alarm had ended with 0, or the journal was told where there is none.';
COMMENT ON COLUMN ledger.alarm.tries IS 'How often it, or then its end, was told in vain.';
COMMENT ON COLUMN ledger.alarm.next_try_at IS 'When it is told again, unless its cause is gone by then; or its end, unless that is a day ago.';
COMMENT ON COLUMN ledger.alarm.end_told_at IS 'The same as delivered_at, of its end; of an alarm that was never delivered nobody is told the end.';

-- Bills, as they were received -----------------------------------------------------------------------------------------

CREATE TABLE ledger.bill (
    account_id  integer NOT NULL REFERENCES ledger.account,
    bill_id     bigint GENERATED BY DEFAULT AS IDENTITY,
    bill_date   date NOT NULL,
    kind        text NOT NULL REFERENCES ledger.bill_kind,
    source      text NOT NULL CHECK (source IN ('channel', 'import', 'no_data')),
    files       text[] NOT NULL,
    pots        text[] NOT NULL DEFAULT '{}',
    quiet_pots  text[] NOT NULL DEFAULT '{}',
    entries     text,
    stored      text,
    PRIMARY KEY (account_id, bill_id),
    CONSTRAINT the_same_content_is_one_bill UNIQUE (account_id, bill_date, kind, files, pots, quiet_pots, source),
    CONSTRAINT every_file_of_a_pot_has_one CHECK (cardinality(pots) IN (0, cardinality(files)))
);
COMMENT ON TABLE ledger.bill IS 'Bills that were read, one row per content; a verified zero day is a bill of no rows.';
COMMENT ON COLUMN ledger.bill.files IS 'SHA-256 of the files, in the order of the bill''s parts, as file_no counts them from 0; none for a zero day.';
COMMENT ON COLUMN ledger.bill.pots IS 'Of a funds bill the pot of each of these files; none for a trade bill.';
COMMENT ON COLUMN ledger.bill.quiet_pots IS
    'Of a funds bill the pots that the channel has no statement of: they had a day without movement. A pot that is in neither is not known.';
COMMENT ON COLUMN ledger.bill.entries IS 'Digest of the entries: a channel packs the same bill with other time stamps every time.';
COMMENT ON COLUMN ledger.bill.stored IS
    'Digest of the entries and their lines: what plain_block and entry hold of the day while this bill is in force.';

CREATE TABLE ledger.bill_file (
    account_id   integer NOT NULL REFERENCES ledger.account,
    bill_file_id bigint GENERATED BY DEFAULT AS IDENTITY,
    bill_date    date NOT NULL,
    kind         text NOT NULL REFERENCES ledger.bill_kind,
    received_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    size_bytes   bigint NOT NULL CHECK (size_bytes >= 0),
    sha256       text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    rows         bigint CHECK (rows >= 0),
    archive_path text NOT NULL,
    source       text NOT NULL CHECK (source IN ('channel', 'import')),
    deleted_at   timestamptz,
    pot          text NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, bill_file_id),
    CONSTRAINT the_same_file_is_kept_once UNIQUE (account_id, bill_date, kind, pot, sha256)
);
COMMENT ON TABLE ledger.bill_file IS 'Files as they lie in the archive.';
COMMENT ON COLUMN ledger.bill_file.pot IS 'Of a funds bill the pot that it is of: days without movement of two pots may have equal files. Empty for a trade bill.';

-- Days and their verdicts ----------------------------------------------------------------------------------------------

CREATE TABLE ledger.day (
    account_id          integer NOT NULL REFERENCES ledger.account,
    bill_date           date NOT NULL,
    kind                text NOT NULL REFERENCES ledger.bill_kind,
    run_id              bigint,
    concluded           boolean NOT NULL,
    bill_id             bigint,
    last_attempt_run_id bigint NOT NULL,
    thinned_run_id      bigint,
    worked_from         text,
    PRIMARY KEY (account_id, bill_date, kind),
    CONSTRAINT a_concluded_day_has_a_run_and_a_bill CHECK (NOT concluded OR (run_id IS NOT NULL AND bill_id IS NOT NULL))
);
COMMENT ON TABLE ledger.day IS 'Which run of each day and kind is in force, and which was the last attempt.';
COMMENT ON COLUMN ledger.day.thinned_run_id IS 'The run in force when retention removed the plain pairs of the day.';
COMMENT ON COLUMN ledger.day.worked_from IS
    'Digest of the shop''s records, the rules and the program that the plain pairs were worked out from.';

CREATE TABLE ledger.day_event (
    account_id integer NOT NULL REFERENCES ledger.account,
    event_id   bigint GENERATED BY DEFAULT AS IDENTITY,
    bill_date  date NOT NULL,
    kind       text NOT NULL REFERENCES ledger.bill_kind,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    event      text NOT NULL CHECK (event IN ('bill_changed', 'share_limit_lifted')),
    run_id     bigint NOT NULL,
    note       text NOT NULL,
    PRIMARY KEY (account_id, event_id)
);
COMMENT ON TABLE ledger.day_event IS 'What happened to a day beside its runs.';

CREATE TABLE ledger.run_total (
    account_id          integer NOT NULL,
    run_id              bigint NOT NULL,
    entry_type          ledger.entry_type NOT NULL,
    rows                bigint NOT NULL CHECK (rows >= 0),
    amount_fen          ledger.fen NOT NULL,
    other_discounts_fen ledger.fen NOT NULL,
    channel_total_fen   ledger.fen NOT NULL,
    settled_fen         ledger.fen NOT NULL,
    fees_e5             bigint NOT NULL,
    matched_rows        bigint NOT NULL CHECK (matched_rows BETWEEN 0 AND rows),
    matched_fen         ledger.fen NOT NULL,
    PRIMARY KEY (account_id, run_id, entry_type),
    FOREIGN KEY (account_id, run_id) REFERENCES ledger.run
);
COMMENT ON TABLE ledger.run_total IS 'Sums of a concluded run''s bill, and of its plain pairs: same day, same amount.';
COMMENT ON COLUMN ledger.run_total.settled_fen IS 'What the entries move for the merchant: payments +, refunds −, what was not executed 0.';

CREATE TABLE ledger.statement_line (
    account_id integer NOT NULL,
    run_id     bigint NOT NULL,
    entry_type ledger.entry_type NOT NULL,
    line_no    smallint NOT NULL CHECK (line_no >= 1),
    line       text NOT NULL,
    entries    bigint NOT NULL,
    amount_fen ledger.fen NOT NULL,
    PRIMARY KEY (account_id, run_id, entry_type, line_no),
    FOREIGN KEY (account_id, run_id) REFERENCES ledger.run,
    CONSTRAINT a_statement_closes_to_zero CHECK (line <> 'residual' OR (amount_fen = 0 AND entries = 0))
);
COMMENT ON TABLE ledger.statement_line IS 'The statement of every concluded run, signed as it is read.';

-- What the two sides hold ----------------------------------------------------------------------------------------------

-- Plain pairs, which nearly all entries are, are packed: one row for up to 256 of them. That costs the server far less time and
-- room than a row for each, and they are there with the verdict, without an index to build.
-- Whatever else is to be said of an entry, it is then a row of ledger.entry.
CREATE TABLE ledger.plain_block (
    account_id   integer NOT NULL,
    bill_date    date NOT NULL,
    entry_type   ledger.entry_type NOT NULL,
    file_no      smallint NOT NULL,
    first_line   integer NOT NULL CHECK (first_line >= 1),
    last_line    integer NOT NULL,
    entries      integer NOT NULL CHECK (entries >= 0),
    amount_fen   ledger.fen NOT NULL CHECK (amount_fen >= 0),
    settled_fen  ledger.fen NOT NULL,
    fee_e5       bigint NOT NULL,
    taken_out    integer[],
    payment_tags bytea NOT NULL,
    other_tags   bytea NOT NULL,
    state        text NOT NULL,
    lines        text,
    packed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    line_runs    integer[],
    PRIMARY KEY (bill_date, account_id, entry_type, file_no, first_line),
    CONSTRAINT lines_are_known CHECK (lines IS NOT NULL OR line_runs IS NOT NULL),
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
CREATE INDEX plain_block_counted ON ledger.plain_block (bill_date, account_id) WHERE line_runs IS NOT NULL;
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
COMMENT ON COLUMN ledger.plain_block.line_runs IS
    'Where pairs are only counted: first and last number of each run of lines in the block. lines is then there for the time of a settlement alone, and other_tags are the upper halves of the payment numbers'' hashes.';

-- Its amounts are no ledger.fen, which would be looked at again for every line that ledger.plain_entry unpacks.
CREATE TABLE ledger.entry (
    account_id        integer NOT NULL,
    bill_date         date NOT NULL,
    file_no           smallint NOT NULL,
    line_no           integer NOT NULL CHECK (line_no >= 1),
    entry_type        ledger.entry_type NOT NULL,
    outcome           ledger.outcome NOT NULL,
    flag              ledger.outcome CHECK (flag IN ('fee_mismatch', 'over_refund')),
    payment_hash      bigint NOT NULL,
    payment_no        text NOT NULL,
    refund_no         text NOT NULL,
    channel_trade_no  text NOT NULL,
    channel_refund_no text NOT NULL,
    amount_fen        bigint NOT NULL CHECK (amount_fen >= 0),
    settled_fen       bigint NOT NULL,
    fee_e5            bigint NOT NULL,
    expected_fee_fen  bigint,
    currency          text NOT NULL,
    occurred_at       timestamptz NOT NULL,
    state             text NOT NULL,
    is_classified     boolean NOT NULL,
    is_executed       boolean NOT NULL,
    CONSTRAINT a_fee_mismatch_says_what_was_expected CHECK ((flag = 'fee_mismatch') IS TRUE = (expected_fee_fen IS NOT NULL)),
    CONSTRAINT what_is_not_classified_is_said_to_be CHECK ((outcome = 'unclassified') = NOT is_classified),
    CONSTRAINT a_payment_that_is_listed_was_executed CHECK (entry_type = 'refund' OR is_executed),
    CONSTRAINT an_order_only_is_no_entry CHECK (outcome NOT IN ('order_only', 'fee_mismatch', 'over_refund')),
    CONSTRAINT money_is_another_kind CHECK (outcome < 'not_booked'),
    CONSTRAINT a_payment_has_no_refund_number CHECK (entry_type = 'refund' OR refund_no = ''),
    PRIMARY KEY (bill_date, account_id, file_no, line_no),
    CONSTRAINT amounts_fit CHECK (
        amount_fen BETWEEN -999999999999999999 AND 999999999999999999 AND
        settled_fen BETWEEN -999999999999999999 AND 999999999999999999 AND
        expected_fee_fen BETWEEN -999999999999999999 AND 999999999999999999)
);
CREATE INDEX entry_open ON ledger.entry (bill_date, account_id) WHERE outcome <> 'matched' OR flag IS NOT NULL;
CREATE INDEX entry_payment_hash ON ledger.entry (payment_hash);
CREATE INDEX entry_trade ON ledger.entry (hashtextextended(channel_trade_no, 0));
CREATE INDEX entry_refund ON ledger.entry (refund_no) WHERE refund_no <> '';
CREATE INDEX entry_channel_refund ON ledger.entry (channel_refund_no) WHERE channel_refund_no <> '';
COMMENT ON TABLE ledger.entry IS
    'Entries of the bills in force that are no plain pairs, or were none for a while; see also ledger.plain_block.';
COMMENT ON COLUMN ledger.entry.is_classified IS 'Kind and state are known ones, as the decoder of its bill says.';
COMMENT ON COLUMN ledger.entry.is_executed IS 'It moved money, as the decoder of its bill says; false for a refund that failed.';
COMMENT ON COLUMN ledger.entry.payment_hash IS 'hashtextextended(payment_no, 0): an index on eight bytes instead of a text.';

CREATE TABLE ledger.record (
    account_id       integer NOT NULL REFERENCES ledger.account,
    entry_type       ledger.entry_type NOT NULL,
    payment_no       text NOT NULL CHECK (payment_no <> ''),
    refund_no        text NOT NULL,
    channel_no       text NOT NULL,
    amount_fen       ledger.fen NOT NULL,
    currency         text NOT NULL,
    state            text NOT NULL CHECK (state IN ('paid', 'unpaid', 'closed', 'succeeded', 'processing')),
    is_money         boolean GENERATED ALWAYS AS (state IN ('paid', 'succeeded', 'processing')) STORED,
    occurred_at      timestamptz,
    booked_on        date GENERATED ALWAYS AS ((occurred_at AT TIME ZONE 'Asia/Shanghai')::date) STORED,
    order_nos        text[],
    outcome          ledger.outcome NOT NULL,
    due_date         date,
    paired_bill_date date,
    paired_file_no   smallint,
    paired_line_no   integer,
    paired_amount_fen ledger.fen,
    PRIMARY KEY (account_id, entry_type, payment_no, refund_no),
    CONSTRAINT an_entry_is_in_one_pair UNIQUE (account_id, paired_bill_date, paired_file_no, paired_line_no),
    CONSTRAINT a_pair_is_whole CHECK (
        num_nulls(paired_bill_date, paired_file_no, paired_line_no, paired_amount_fen) IN (0, 4)),
    CONSTRAINT one_sided_or_paired CHECK ((outcome IN ('order_only', 'pending')) = (paired_bill_date IS NULL)),
    CONSTRAINT only_money_is_missed CHECK (paired_bill_date IS NOT NULL OR is_money),
    CONSTRAINT plain_pairs_are_not_kept_here CHECK (outcome <> 'matched')
);
CREATE INDEX record_booked ON ledger.record (account_id, booked_on);
CREATE INDEX record_due ON ledger.record (account_id, due_date) WHERE due_date IS NOT NULL;
COMMENT ON TABLE ledger.record IS
    'Shop records that are not plainly paired inside their own day: one-sided, cross-day, or at odds with their entry.';

CREATE TABLE ledger.refund (
    account_id       integer NOT NULL,
    payment_no       text NOT NULL,
    refund_no        text NOT NULL,
    payment_hash     bigint NOT NULL,
    bill_date        date NOT NULL,
    file_no          smallint NOT NULL,
    line_no          integer NOT NULL,
    occurred_at      timestamptz NOT NULL,
    amount_fen       ledger.fen NOT NULL,
    over_payment_fen ledger.fen,
    over_total_fen   ledger.fen,
    PRIMARY KEY (account_id, bill_date, file_no, line_no),
    CONSTRAINT an_excess_is_whole CHECK ((over_payment_fen IS NULL) = (over_total_fen IS NULL)),
    CONSTRAINT an_excess_is_one CHECK (over_total_fen IS NULL OR over_total_fen > over_payment_fen)
);
CREATE INDEX refund_payment ON ledger.refund (account_id, payment_hash);
COMMENT ON TABLE ledger.refund IS 'Every executed refund of the bills in force, by payment: a payment''s refunds lie on many days.';

-- What moved: the money side ------------------------------------------------------------------------------------------

CREATE TABLE ledger.pot_day (
    account_id       integer NOT NULL REFERENCES ledger.account,
    bill_date        date NOT NULL,
    pot              text NOT NULL CHECK (pot ~ '^[A-Z]{1,32}$'),
    file_no          smallint,
    into_rows        bigint NOT NULL CHECK (into_rows >= 0),
    into_fen         ledger.fen NOT NULL CHECK (into_fen >= 0),
    out_rows         bigint NOT NULL CHECK (out_rows >= 0),
    out_fen          ledger.fen NOT NULL CHECK (out_fen >= 0),
    opening_fen      ledger.fen,
    closing_fen      ledger.fen,
    is_chained       boolean NOT NULL,
    is_controlled    boolean NOT NULL,
    shown_opening_fen ledger.fen,
    shown_closing_fen ledger.fen,
    last_closing_fen ledger.fen,
    is_proven        boolean,
    PRIMARY KEY (account_id, pot, bill_date),
    CONSTRAINT a_day_without_a_file_has_no_movement CHECK (file_no IS NOT NULL OR into_rows + out_rows = 0)
);
CREATE INDEX pot_day_date ON ledger.pot_day (account_id, bill_date);
COMMENT ON TABLE ledger.pot_day IS 'What each pot''s bill in force says of its day, a day without movement too.';
COMMENT ON COLUMN ledger.pot_day.file_no IS 'The bill''s file, from 0; empty where the channel has no statement for the day.';
COMMENT ON COLUMN ledger.pot_day.opening_fen IS
    'Balance before the first movement and after the last, as the bill prints them or the channel says; empty where neither does.';
COMMENT ON COLUMN ledger.pot_day.is_chained IS 'Every printed balance follows from the one before.';
COMMENT ON COLUMN ledger.pot_day.is_controlled IS 'The balances are promises of the channel: a break is a discrepancy, no note.';
COMMENT ON COLUMN ledger.pot_day.shown_opening_fen IS
    'The statement''s two balances: printed ones, else the last known one carried on. Worked out anew whenever a day of the pot comes or changes; empty while nothing is known.';
COMMENT ON COLUMN ledger.pot_day.last_closing_fen IS 'Closing balance of the last earlier day in force; empty on the first.';
COMMENT ON COLUMN ledger.pot_day.is_proven IS 'The day before is in force, or this is the account''s first day.';

CREATE TABLE ledger.movement_block (
    account_id integer NOT NULL,
    bill_date  date NOT NULL,
    file_no    smallint NOT NULL,
    first_line integer NOT NULL CHECK (first_line >= 1),
    last_line  integer NOT NULL,
    entry_date date,
    movements  integer NOT NULL CHECK (movements >= 0),
    kinds      text[] NOT NULL,
    counts     integer[] NOT NULL CHECK (cardinality(counts) = cardinality(kinds)),
    sums_fen   bigint[] NOT NULL CHECK (cardinality(sums_fen) = cardinality(kinds)),
    taken_out  integer[],
    tags       bytea NOT NULL,
    lines      text NOT NULL,
    packed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (bill_date, account_id, file_no, first_line),
    CONSTRAINT lines_are_in_order CHECK (first_line <= last_line)
);
ALTER TABLE ledger.movement_block ALTER tags SET STORAGE PLAIN, ALTER tags SET STATISTICS 0, ALTER lines SET STATISTICS 0;
DO $compression$
BEGIN
    ALTER TABLE ledger.movement_block ALTER lines SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    ALTER TABLE ledger.movement_block ALTER lines SET STORAGE EXTERNAL;
END $compression$;
COMMENT ON TABLE ledger.movement_block IS
    'Movements that need no row of their own, packed in the order of the bill: plainly linked to an entry of the same day, of a class that no entry expects, or still without any trade bill. ledger.packed_movement shows them as movements.';
COMMENT ON COLUMN ledger.movement_block.entry_date IS
    'Bill date of the entries that those of the classes of trade belong to; empty while there is no trade bill for them.';
COMMENT ON COLUMN ledger.movement_block.movements IS 'How many of the lines are still packed here.';
COMMENT ON COLUMN ledger.movement_block.kinds IS
    'What the movements are, each once: class, name, type and code, separated by tabs. counts and sums_fen are of those still packed here.';
COMMENT ON COLUMN ledger.movement_block.taken_out IS 'Numbers of the lines that have become rows of ledger.movement.';
COMMENT ON COLUMN ledger.movement_block.tags IS
    'ledger.tag of every business number and voucher number, four bytes each; not again where the line before has the same.';
COMMENT ON COLUMN ledger.movement_block.lines IS
    'Line by line, separated by tabs: line number, place among kinds, business number, voucher number, flow number, fen, balance in fen or nothing, seconds since 1970.';
COMMENT ON COLUMN ledger.movement_block.packed_at IS
    'When the block was written; a default that differs from row to row makes COPY store each as it comes.';

CREATE TABLE ledger.movement (
    account_id     integer NOT NULL,
    bill_date      date NOT NULL,
    file_no        smallint NOT NULL,
    line_no        integer NOT NULL CHECK (line_no >= 1),
    movement_class text NOT NULL,
    business_no    text NOT NULL,
    voucher_no     text NOT NULL,
    flow_no        text NOT NULL,
    amount_fen     ledger.fen NOT NULL,
    balance_fen    ledger.fen,
    booked_at      timestamptz NOT NULL,
    name           text NOT NULL,
    type           text NOT NULL,
    code           text NOT NULL,
    outcome        text NOT NULL CHECK (outcome IN ('booked', 'booked_twice', 'booked_only', 'waiting_for_trade', 'unlinked')),
    entry_date     date,
    entry_file_no  smallint,
    entry_line_no  integer,
    PRIMARY KEY (bill_date, account_id, file_no, line_no)
);
CREATE INDEX movement_business ON ledger.movement (account_id, business_no);
CREATE INDEX movement_voucher ON ledger.movement (account_id, voucher_no) WHERE voucher_no <> '';
CREATE INDEX movement_flow ON ledger.movement (flow_no) WHERE flow_no <> '';
-- What was booked for entries of a day is looked at whenever that day's bill changes.
CREATE INDEX movement_of_day ON ledger.movement (account_id, entry_date) WHERE entry_date IS NOT NULL;
CREATE INDEX movement_open ON ledger.movement (account_id) WHERE outcome IN ('booked_only', 'waiting_for_trade');
COMMENT ON TABLE ledger.movement IS
    'Movements of the funds bills in force that the rules had to look at, or that could not be packed.';
COMMENT ON COLUMN ledger.movement.outcome IS
    'booked: an entry''s; booked_twice: one more than there are entries for; booked_only: nobody''s; waiting_for_trade: trade bills that could bear it are not in force; unlinked: of a class that no entry expects.';
COMMENT ON COLUMN ledger.movement.entry_date IS 'The entry that it belongs to, or looks like where it is one too many.';

CREATE TABLE ledger.bridge_part (
    account_id integer NOT NULL,
    channel_no text NOT NULL,
    bill_date  date NOT NULL,
    line       text NOT NULL,
    amount_fen ledger.fen NOT NULL,
    PRIMARY KEY (account_id, channel_no, bill_date, line)
);
CREATE INDEX bridge_part_day ON ledger.bridge_part (account_id, bill_date);
COMMENT ON TABLE ledger.bridge_part IS
    'What entries and movements that do not plainly agree add to the bridges of the days they touch, by the channel number that binds them.';

CREATE TABLE ledger.bridge_line (
    account_id integer NOT NULL,
    run_id     bigint NOT NULL,
    line_no    smallint NOT NULL CHECK (line_no >= 1),
    line       text NOT NULL,
    amount_fen ledger.fen NOT NULL,
    PRIMARY KEY (account_id, run_id, line_no),
    FOREIGN KEY (account_id, run_id) REFERENCES ledger.run,
    CONSTRAINT a_bridge_closes_to_zero CHECK (line <> 'residual' OR amount_fen = 0)
);
COMMENT ON TABLE ledger.bridge_line IS
    'The bridge of every concluded run of a funds bill: from what the trade bill expects to what moved.';

CREATE TABLE ledger.funds_line (
    account_id integer NOT NULL,
    run_id     bigint NOT NULL,
    pot        text NOT NULL,
    line_no    smallint NOT NULL CHECK (line_no >= 1),
    line       text NOT NULL,
    movements  bigint NOT NULL CHECK (movements >= 0),
    amount_fen ledger.fen,
    PRIMARY KEY (account_id, run_id, pot, line_no),
    FOREIGN KEY (account_id, run_id) REFERENCES ledger.run,
    CONSTRAINT a_statement_closes_to_zero CHECK (line <> 'residual' OR amount_fen = 0)
);
COMMENT ON TABLE ledger.funds_line IS
    'The statement of each pot of every concluded run of a funds bill, signed as it is read.';
COMMENT ON COLUMN ledger.funds_line.amount_fen IS 'Empty for the balances of a pot of which none is known yet.';

-- Items: discrepancies and what is in doubt ----------------------------------------------------------------------------

CREATE TABLE ledger.item (
    account_id        integer NOT NULL REFERENCES ledger.account,
    item_id           bigint GENERATED BY DEFAULT AS IDENTITY,
    status            text NOT NULL CHECK (status IN ('pending', 'open', 'acknowledged', 'resolved')),
    code              ledger.outcome NOT NULL,
    bill_date         date,
    kind              text NOT NULL DEFAULT 'trade' REFERENCES ledger.bill_kind,
    entry_type        ledger.entry_type NOT NULL,
    payment_no        text NOT NULL,
    refund_no         text NOT NULL,
    channel_no        text NOT NULL,
    occurrence        integer NOT NULL CHECK (occurrence >= 1),
    order_nos         text[],
    channel_trade_no  text,
    channel_refund_no text,
    order_fen         ledger.fen,
    channel_fen       ledger.fen,
    difference_fen    ledger.fen NOT NULL,
    currency          text NOT NULL,
    occurred_at       timestamptz,
    due_date          date,
    found             boolean NOT NULL,
    opened_at         timestamptz,
    resolved_at       timestamptz,
    resolution        text CHECK (resolution IN
        ('corrected', 'refunded', 'made_up', 'written_off', 'accepted', 'superseded')),
    resolved_by       text,
    note              text,
    first_run_id      bigint NOT NULL,
    last_run_id       bigint NOT NULL,
    details           jsonb NOT NULL DEFAULT '{}',
    late_on           date,
    pot               text NOT NULL DEFAULT '',
    movement_class    text NOT NULL DEFAULT '',
    assignee          text CHECK (assignee ~ '\S'),
    due_on            date,
    PRIMARY KEY (account_id, item_id),
    CONSTRAINT an_item_keeps_its_identity UNIQUE (
        account_id, entry_type, payment_no, refund_no, code, channel_no, occurrence, kind, movement_class, pot),
    CONSTRAINT a_code_of_an_item CHECK (code NOT IN ('matched', 'cross_day', 'pending', 'not_executed')),
    CONSTRAINT a_code_of_its_kind CHECK ((kind = 'funds') = (code >= 'not_booked')),
    CONSTRAINT only_one_sided_items_wait CHECK (status <> 'pending' OR code IN ('channel_only', 'order_only', 'not_booked')),
    CONSTRAINT resolved_with_all_that_belongs_to_it CHECK (
        (status = 'resolved') = (resolved_at IS NOT NULL AND resolution IS NOT NULL AND resolved_by IS NOT NULL)),
    CONSTRAINT opened_unless_only_ever_pending CHECK (status NOT IN ('open', 'acknowledged') OR opened_at IS NOT NULL),
    CONSTRAINT what_is_open_is_found CHECK (status = 'resolved' OR found)
);
CREATE INDEX item_day ON ledger.item (account_id, bill_date);
CREATE INDEX item_payment ON ledger.item (payment_no);
CREATE INDEX item_late ON ledger.item (account_id, late_on) WHERE late_on IS NOT NULL;
-- People name an item by its number alone, or by any number it bears.
CREATE INDEX item_number ON ledger.item (item_id);
CREATE INDEX item_channel_trade ON ledger.item (channel_trade_no);
CREATE INDEX item_refund ON ledger.item (refund_no) WHERE refund_no <> '';
CREATE INDEX item_channel_refund ON ledger.item (channel_refund_no);
CREATE INDEX item_orders ON ledger.item USING gin (order_nos);
CREATE INDEX item_over_refund ON ledger.item (account_id) WHERE code = 'over_refund' AND found;
-- What is open is asked for all day; what is resolved stays for ever.
CREATE INDEX item_unresolved ON ledger.item (account_id, bill_date) WHERE status <> 'resolved';
COMMENT ON TABLE ledger.item IS 'Discrepancies and items in doubt, with one identity over all runs. Never deleted.';
COMMENT ON COLUMN ledger.item.found IS 'The run in force of its day still finds it, whatever a person decided.';
COMMENT ON COLUMN ledger.item.late_on IS
    'The first open day, which shows the item in place of its own, because that one was closed when a run changed it.';
COMMENT ON COLUMN ledger.item.pot IS 'Of a movement, and of a break between balances, its pot; empty for everything else.';
COMMENT ON COLUMN ledger.item.movement_class IS 'Of an item about a movement its class; empty for one about an entry or a group.';
COMMENT ON COLUMN ledger.item.assignee IS 'Who is to settle it, by recon.assign; due_on is until when. Runs leave both alone.';
COMMENT ON COLUMN ledger.item.occurrence IS
    'Tells items of the same numbers and code apart. Of a balance_break, which has no number, its day since 1970.';
CREATE INDEX item_money ON ledger.item (account_id, channel_no) WHERE kind = 'funds';

CREATE TABLE ledger.item_event (
    account_id integer NOT NULL,
    event_id   bigint GENERATED BY DEFAULT AS IDENTITY,
    item_id    bigint NOT NULL,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    event      text NOT NULL CHECK (event IN ('pending', 'opened', 'changed', 'superseded', 'settled',
                                              'reopened_by_run', 'acknowledged', 'resolved', 'reopened',
                                              'assigned', 'noted')),
    actor      text NOT NULL,
    run_id     bigint,
    note       text,
    resolution text,
    difference_fen ledger.fen,
    assignee   text,
    due_on     date,
    PRIMARY KEY (account_id, event_id),
    FOREIGN KEY (account_id, item_id) REFERENCES ledger.item
);
CREATE INDEX item_event_item ON ledger.item_event (account_id, item_id);
CREATE INDEX item_event_number ON ledger.item_event (item_id);
COMMENT ON TABLE ledger.item_event IS 'Append-only history of every item.';

CREATE TABLE ledger.run_change (
    account_id     integer NOT NULL,
    run_id         bigint NOT NULL,
    item_id        bigint NOT NULL,
    change         text NOT NULL CHECK (change IN ('new', 'persisting', 'resolved')),
    status         text NOT NULL,
    difference_fen ledger.fen NOT NULL,
    PRIMARY KEY (account_id, run_id, item_id),
    FOREIGN KEY (account_id, run_id) REFERENCES ledger.run,
    FOREIGN KEY (account_id, item_id) REFERENCES ledger.item
);
CREATE INDEX run_change_run ON ledger.run_change (run_id);
CREATE INDEX run_change_item ON ledger.run_change (account_id, item_id);
COMMENT ON TABLE ledger.run_change IS 'What each run changed against the one before it.';

-- Closed periods -------------------------------------------------------------------------------------------------------

CREATE TABLE ledger.period (
    closed_through date PRIMARY KEY,
    closed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_by      text NOT NULL,
    reason         text,
    days_not_green bigint,
    open_items     bigint,
    open_fen       ledger.fen,
    waiting_items  bigint
);
COMMENT ON COLUMN ledger.period.open_items IS
    'What was not settled at that moment, as recon.closing counted it: with open_fen, their difference, and waiting_items, those in doubt.';
COMMENT ON TABLE ledger.period IS 'Closed periods (月结): no run changes a day up to the last of these dates.';

CREATE TABLE ledger.late_effect (
    account_id     integer NOT NULL,
    item_id        bigint NOT NULL,
    closed_day     date NOT NULL,
    status         text CHECK (status IN ('pending', 'open', 'acknowledged', 'resolved')),
    difference_fen ledger.fen,
    shown_on       date NOT NULL CHECK (shown_on > closed_day),
    run_id         bigint NOT NULL,
    at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account_id, closed_day, item_id),
    FOREIGN KEY (account_id, item_id) REFERENCES ledger.item
);
CREATE INDEX late_effect_item ON ledger.late_effect (account_id, item_id);
COMMENT ON TABLE ledger.late_effect IS
    'What a run would have changed in a closed day: the day goes on showing the item as it stood then.';
COMMENT ON COLUMN ledger.late_effect.status IS 'As the closed day shows it; empty where the closed day never had it.';
