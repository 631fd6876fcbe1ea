-- What people do and ask: decisions on discrepancies, closed periods, explanations, ageing, the mix of the channels;
-- and what the roles may do. Errors of the functions have stable SQLSTATEs:
--   RC404 there is no such thing    RC409 its state does not allow it    RC412 it changed since it was looked at
--   RC422 an argument is not valid  RC423 the period is closed

-- Closed periods -------------------------------------------------------------------------------------------------------

CREATE TABLE ledger.period (
    closed_through date PRIMARY KEY,
    closed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_by      text NOT NULL,
    reason         text
);
COMMENT ON TABLE ledger.period IS 'Closed periods (月结): no run changes a day up to the last of these dates.';
CREATE TRIGGER a_closed_period_stays_closed BEFORE UPDATE OR DELETE ON ledger.period
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();

CREATE FUNCTION ledger.closed_through() RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    RETURN (SELECT coalesce(max(closed_through), '-infinity') FROM ledger.period);
COMMENT ON FUNCTION ledger.closed_through IS 'The last day that is closed; -infinity when none is.';

CREATE FUNCTION ledger.refuse_closed_day() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.bill_date <= ledger.closed_through() THEN
        RAISE EXCEPTION 'the day % is in a period that is closed', NEW.bill_date USING ERRCODE = 'RC423',
            HINT = 'What is closed stays closed; see recon.late_effects for what later runs find about it.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_closed_day_is_not_run BEFORE INSERT ON ledger.run
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_closed_day();

ALTER TABLE ledger.item ADD COLUMN late_on date;
COMMENT ON COLUMN ledger.item.late_on IS
    'The first open day, which shows the item in place of its own, because that one was closed when a run changed it.';
CREATE INDEX item_late ON ledger.item (account_id, late_on) WHERE late_on IS NOT NULL;
-- People name an item by its number alone, or by any number it bears.
CREATE INDEX item_number ON ledger.item (item_id);
CREATE INDEX item_channel_trade ON ledger.item (channel_trade_no);
CREATE INDEX item_refund ON ledger.item (refund_no) WHERE refund_no <> '';
CREATE INDEX item_channel_refund ON ledger.item (channel_refund_no);
CREATE INDEX item_orders ON ledger.item USING gin (order_nos);
CREATE INDEX item_event_number ON ledger.item_event (item_id);
CREATE INDEX run_change_run ON ledger.run_change (run_id);
CREATE INDEX run_change_item ON ledger.run_change (account_id, item_id);

CREATE TABLE ledger.late_effect (
    account_id     integer NOT NULL,
    item_id        bigint NOT NULL,
    closed_day     date NOT NULL,
    status         text CHECK (status IN ('pending', 'open', 'acknowledged', 'resolved')),
    difference_fen bigint CONSTRAINT amounts_fit CHECK (
        difference_fen BETWEEN -999999999999999999 AND 999999999999999999),
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

CREATE VIEW ledger.shown_item AS
SELECT account_id, bill_date AS day, item_id, status, difference_fen FROM ledger.item
 WHERE late_on IS NULL AND bill_date IS NOT NULL
UNION ALL SELECT account_id, late_on, item_id, status, difference_fen FROM ledger.item WHERE late_on IS NOT NULL
UNION ALL SELECT account_id, closed_day, item_id, status, difference_fen FROM ledger.late_effect
 WHERE status IS NOT NULL;
COMMENT ON VIEW ledger.shown_item IS 'Items by the day that shows them: a closed day as they stood, the first open day as they are.';

-- History says what was decided, and on which difference.
ALTER TABLE ledger.item_event ADD COLUMN resolution text, ADD COLUMN difference_fen bigint
    CONSTRAINT amounts_fit CHECK (difference_fen BETWEEN -999999999999999999 AND 999999999999999999);

-- Settings that the service leaves for functions, and what retention has removed.
CREATE TABLE ledger.setting (name text PRIMARY KEY, value text NOT NULL);
COMMENT ON TABLE ledger.setting IS 'What the service tells the functions of schema recon.';
ALTER TABLE ledger.bill_file ADD COLUMN deleted_at timestamptz;
ALTER TABLE ledger.day ADD COLUMN thinned_run_id bigint;
COMMENT ON COLUMN ledger.day.thinned_run_id IS 'The run in force when retention removed the plain pairs of the day.';

-- The amounts of these views were numeric without a scale, which no CREATE OR REPLACE can change.
CREATE TEMP TABLE explained ON COMMIT DROP AS
SELECT c.relname, a.attname, coalesce(col_description(c.oid, a.attnum), obj_description(c.oid)) AS note
FROM pg_class c LEFT JOIN LATERAL (
    SELECT attname, attnum FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 UNION ALL SELECT NULL, NULL) a ON true
WHERE c.relnamespace = 'recon'::regnamespace AND c.relname IN
    ('daily_summary', 'discrepancies', 'pending', 'statement', 'bill_entries', 'run_changes', 'discrepancy_history');
DROP VIEW recon.daily_summary, recon.discrepancies, recon.pending, recon.statement, recon.bill_entries,
    recon.run_changes, recon.discrepancy_history;

CREATE VIEW recon.daily_summary AS
SELECT d.bill_date, a.channel, a.account,
       CASE WHEN NOT d.concluded THEN 'incomplete' WHEN i.open > 0 THEN 'discrepancies'
            WHEN i.waiting > 0 THEN 'pending' ELSE 'balanced' END AS verdict,
       coalesce(p.rows, 0) AS payments, recon.yuan(coalesce(p.amount_fen, 0))::numeric(18, 2) AS payment_amount,
       coalesce(f.rows, 0) AS refunds, recon.yuan(coalesce(f.amount_fen, 0))::numeric(18, 2) AS refund_amount,
       recon.yuan_of_e5(t.fees_e5)::numeric(20, 5) AS fees,
       recon.yuan_of_e5((coalesce(p.amount_fen, 0)::numeric - coalesce(f.amount_fen, 0)) * 1000 - t.fees_e5)::numeric(20, 5)
           AS net_amount,
       r.matched, i.waiting AS pending, i.open AS open_discrepancies, d.run_id, d.last_attempt_run_id,
       l.verdict::text AS last_attempt_verdict, l.reason AS last_attempt_reason,
       d.bill_date <= (SELECT coalesce(max(closed_through), '-infinity') FROM ledger.period) AS closed,
       recon.yuan_of_e5((coalesce(p.settled_fen, 0)::numeric + coalesce(f.settled_fen, 0)) * 1000 - t.fees_e5)::numeric(20, 5)
           AS received_amount
FROM ledger.day d
JOIN ledger.account a USING (account_id)
LEFT JOIN ledger.run r USING (account_id, run_id)
JOIN ledger.run l ON l.account_id = d.account_id AND l.run_id = d.last_attempt_run_id
LEFT JOIN ledger.run_total p ON p.account_id = d.account_id AND p.run_id = d.run_id AND p.entry_type = 'payment'
LEFT JOIN ledger.run_total f ON f.account_id = d.account_id AND f.run_id = d.run_id AND f.entry_type = 'refund'
CROSS JOIN LATERAL (SELECT coalesce(p.fees_e5, 0)::numeric + coalesce(f.fees_e5, 0) AS fees_e5) t
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'pending') AS waiting,
           count(*) FILTER (WHERE status IN ('open', 'acknowledged')) AS open
    FROM ledger.shown_item i WHERE i.account_id = d.account_id AND i.day = d.bill_date) i
WHERE d.run_id IS NOT NULL
ORDER BY d.bill_date DESC, a.channel, a.account;

CREATE VIEW recon.discrepancies AS
SELECT i.item_id AS discrepancy_id, i.status, i.code::text AS code, i.bill_date, a.channel, a.account,
       i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no, i.order_nos,
       i.channel_trade_no, i.channel_refund_no, recon.yuan(i.order_fen)::numeric(18, 2) AS order_amount,
       recon.yuan(i.channel_fen)::numeric(18, 2) AS channel_amount, recon.yuan(i.difference_fen)::numeric(18, 2) AS difference, i.currency,
       i.occurred_at, i.opened_at, i.resolved_at, i.resolution, i.resolved_by, i.note, i.first_run_id, i.last_run_id,
       i.details, i.late_on
FROM ledger.item i JOIN ledger.account a USING (account_id)
WHERE i.status <> 'pending' AND i.opened_at IS NOT NULL
ORDER BY i.bill_date DESC, a.channel, a.account, i.code, i.item_id;

CREATE VIEW recon.pending AS
SELECT i.item_id AS discrepancy_id, i.status, i.code::text AS code, i.bill_date, a.channel, a.account,
       i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no, i.order_nos,
       i.channel_trade_no, i.channel_refund_no, recon.yuan(i.order_fen)::numeric(18, 2) AS order_amount,
       recon.yuan(i.channel_fen)::numeric(18, 2) AS channel_amount, recon.yuan(i.difference_fen)::numeric(18, 2) AS difference, i.currency,
       i.occurred_at, i.due_date, i.late_on
FROM ledger.item i JOIN ledger.account a USING (account_id)
WHERE i.status = 'pending'
ORDER BY i.due_date, a.channel, a.account, i.item_id;

CREATE VIEW recon.discrepancy_history AS
SELECT e.item_id AS discrepancy_id, e.at, e.event, e.actor, e.run_id, e.note, e.resolution,
       recon.yuan(e.difference_fen)::numeric(18, 2) AS difference
FROM ledger.item_event e
ORDER BY e.event_id;

CREATE VIEW recon.statement AS
SELECT d.bill_date, a.channel, a.account, s.entry_type::text AS entry_type, s.line_no, s.line, s.entries,
       recon.yuan(s.amount_fen)::numeric(18, 2) AS amount
FROM ledger.day d
JOIN ledger.account a USING (account_id)
JOIN ledger.statement_line s ON s.account_id = d.account_id AND s.run_id = d.run_id
WHERE d.concluded
ORDER BY d.bill_date DESC, a.channel, a.account, s.entry_type, s.line_no;

-- In two parts, so that what is open in a day is found by its index, and not among millions of plain pairs.
CREATE VIEW recon.bill_entries AS
SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text AS entry_type, e.payment_no,
       nullif(e.refund_no, '') AS refund_no, nullif(e.channel_trade_no, '') AS channel_trade_no,
       nullif(e.channel_refund_no, '') AS channel_refund_no, recon.yuan(e.amount_fen)::numeric(18, 2) AS amount,
       recon.yuan(e.settled_fen)::numeric(18, 2) AS settled_amount, (e.fee_e5 / 100000.0)::numeric(20, 5) AS fee, e.currency,
       e.occurred_at, e.state, 'matched'::text AS outcome, e.file_no,
       (e.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date AS time_outside_day
FROM ledger.entry e JOIN ledger.account a USING (account_id)
WHERE e.outcome = 'matched' AND e.flag IS NULL
UNION ALL
SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text AS entry_type, e.payment_no,
       nullif(e.refund_no, '') AS refund_no, nullif(e.channel_trade_no, '') AS channel_trade_no,
       nullif(e.channel_refund_no, '') AS channel_refund_no, recon.yuan(e.amount_fen)::numeric(18, 2) AS amount,
       recon.yuan(e.settled_fen)::numeric(18, 2) AS settled_amount, (e.fee_e5 / 100000.0)::numeric(20, 5) AS fee, e.currency,
       e.occurred_at, e.state,
       CASE WHEN e.outcome IN ('matched', 'cross_day') THEN coalesce(e.flag, e.outcome) ELSE e.outcome END::text AS outcome,
       e.file_no,
       (e.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date AS time_outside_day
FROM ledger.entry e JOIN ledger.account a USING (account_id)
WHERE e.outcome <> 'matched' OR e.flag IS NOT NULL;

CREATE VIEW recon.run_changes AS
SELECT c.run_id, c.change, c.item_id AS discrepancy_id, i.code::text AS code, c.status, a.channel, a.account,
       i.bill_date, i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no,
       recon.yuan(c.difference_fen)::numeric(18, 2) AS difference
FROM ledger.run_change c
JOIN ledger.item i USING (account_id, item_id)
JOIN ledger.account a USING (account_id)
ORDER BY c.run_id DESC, c.item_id;

CREATE OR REPLACE VIEW recon.bill_files AS
SELECT f.bill_file_id, a.channel, a.account, f.bill_date, f.received_at, f.size_bytes AS size, f.sha256, f.rows,
       f.archive_path, f.source, f.deleted_at
FROM ledger.bill_file f JOIN ledger.account a USING (account_id)
ORDER BY f.bill_file_id DESC;

CREATE VIEW recon.closed_periods AS
SELECT closed_through, closed_at, closed_by, reason FROM ledger.period ORDER BY closed_through DESC;
COMMENT ON VIEW recon.closed_periods IS 'Closed periods (月结), the last first. Days up to closed_through keep verdict, statement and entries.';

CREATE VIEW recon.late_effects AS
SELECT e.shown_on, e.closed_day, a.channel, a.account, e.item_id AS discrepancy_id, i.code::text AS code,
       i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no,
       e.status AS closed_status, i.status, recon.yuan(e.difference_fen)::numeric(18, 2) AS closed_difference,
       recon.yuan(i.difference_fen)::numeric(18, 2) AS difference, e.run_id, e.at
FROM ledger.late_effect e JOIN ledger.item i USING (account_id, item_id) JOIN ledger.account a USING (account_id)
ORDER BY e.shown_on DESC, e.closed_day, a.channel, a.account, e.item_id;
COMMENT ON VIEW recon.late_effects IS 'What later runs found about days of a closed period (跨期调整): the closed day stays as it was, the first open day shows it.';

-- Decisions ------------------------------------------------------------------------------------------------------------

CREATE TYPE recon.decision AS (
    discrepancy_id bigint, status text, code text, bill_date date, payment_no text, difference numeric(18, 2),
    resolution text, note text);
COMMENT ON TYPE recon.decision IS 'A discrepancy after a person''s decision.';

-- The one place where a person changes an item. The row is locked: of two who decide at once, the second sees what the
-- first did, and a run that is settling waits, or is waited for.
CREATE FUNCTION ledger.decide(
    id bigint, decision text, decided_resolution text, decided_note text, seen_difference numeric)
RETURNS recon.decision LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    item ledger.item;
    holder text;
    becomes text;
BEGIN
    IF coalesce(decided_note, '') !~ '\S' THEN
        RAISE EXCEPTION 'a note is required' USING ERRCODE = 'RC422', HINT = 'Say in a sentence why.';
    END IF;
    IF decision = 'resolved' AND (decided_resolution IN
        ('corrected', 'refunded', 'made_up', 'written_off', 'accepted')) IS NOT TRUE
    THEN
        RAISE EXCEPTION '% is no resolution', coalesce(quote_literal(decided_resolution), 'NULL') USING
            ERRCODE = 'RC422', HINT = 'Give one of corrected, refunded, made_up, written_off, accepted.';
    END IF;
    SELECT i.* INTO item FROM ledger.item i WHERE i.item_id = id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no discrepancy %', coalesce(id::text, 'NULL') USING
            ERRCODE = 'RC404', HINT = 'See the column discrepancy_id of recon.discrepancies and recon.pending.';
    END IF;
    IF seen_difference IS DISTINCT FROM recon.yuan(item.difference_fen) AND seen_difference IS NOT NULL THEN
        RAISE EXCEPTION 'the difference of discrepancy % is % now, not %', id, recon.yuan(item.difference_fen),
            seen_difference USING ERRCODE = 'RC412', HINT = 'A run changed it since: look at it again, then decide.';
    END IF;
    IF item.status = 'acknowledged' THEN
        SELECT e.actor INTO holder FROM ledger.item_event e
        WHERE e.account_id = item.account_id AND e.item_id = id AND e.event = 'acknowledged'
        ORDER BY e.event_id DESC LIMIT 1;
    END IF;
    IF item.status = 'resolved' AND decision <> 'reopened' THEN
        RAISE EXCEPTION 'discrepancy % is resolved already (%, by %)', id, item.resolution, item.resolved_by USING
            ERRCODE = 'RC409', HINT = 'See recon.discrepancy_history; recon.reopen(number, note) takes it up again.';
    ELSIF decision = 'acknowledged' AND item.status = 'pending' THEN
        RAISE EXCEPTION 'item % is in doubt, not a discrepancy yet', id USING ERRCODE = 'RC409', HINT =
            'The bill of its due_date decides it; recon.resolve(number, resolution, note) closes it by hand.';
    ELSIF decision = 'acknowledged' AND holder <> session_user THEN
        RAISE EXCEPTION 'discrepancy % is acknowledged by % already', id, holder USING ERRCODE = 'RC409', HINT =
            'Let them resolve it, or take it over: recon.reopen(number, note), then recon.acknowledge(number, note).';
    ELSIF decision = 'reopened' AND item.status NOT IN ('resolved', 'acknowledged') THEN
        RAISE EXCEPTION 'discrepancy % is % already', id, item.status USING
            ERRCODE = 'RC409', HINT = 'Nothing needs to be reopened.';
    ELSIF decision = 'reopened' AND NOT item.found THEN
        RAISE EXCEPTION 'discrepancy % is not there any more: run % did not find it', id, item.last_run_id USING
            ERRCODE = 'RC409', HINT = 'A run that finds it again reopens it by itself.';
    END IF;
    -- An item that waits for a bill, and never was more, waits again.
    becomes := CASE WHEN decision <> 'reopened' THEN decision
        WHEN item.opened_at IS NULL AND (item.due_date IS NOT NULL OR item.bill_date IS NULL) THEN 'pending'
        ELSE 'open' END;
    UPDATE ledger.item i SET status = becomes, note = decided_note,
           opened_at = CASE WHEN becomes = 'open' THEN coalesce(i.opened_at, clock_timestamp()) ELSE i.opened_at END,
           resolved_at = CASE WHEN becomes = 'resolved' THEN clock_timestamp() END,
           resolution = CASE WHEN becomes = 'resolved' THEN decided_resolution END,
           resolved_by = CASE WHEN becomes = 'resolved' THEN session_user END
    WHERE i.account_id = item.account_id AND i.item_id = id;
    -- A run leaves a closed day as it was; a person's decision is about the item, wherever it is shown.
    UPDATE ledger.late_effect e SET status = becomes
    WHERE e.account_id = item.account_id AND e.item_id = id AND e.status IS NOT NULL;
    INSERT INTO ledger.item_event (account_id, item_id, event, actor, note, resolution, difference_fen)
    VALUES (item.account_id, id, decision, session_user, decided_note,
            CASE decision WHEN 'resolved' THEN decided_resolution END, item.difference_fen);
    RETURN ROW (id, becomes, item.code::text, item.bill_date, item.payment_no, recon.yuan(item.difference_fen),
                CASE WHEN becomes = 'resolved' THEN decided_resolution END, decided_note)::recon.decision;
END $$;
COMMENT ON FUNCTION ledger.decide IS 'Behind recon.acknowledge, resolve and reopen.';

CREATE FUNCTION recon.acknowledge(discrepancy_id bigint, note text, seen_difference numeric DEFAULT NULL)
RETURNS recon.decision LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ledger.decide($1, 'acknowledged', NULL, $2, $3) $$;
CREATE FUNCTION recon.resolve(
    discrepancy_id bigint, resolution text, note text, seen_difference numeric DEFAULT NULL)
RETURNS recon.decision LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ledger.decide($1, 'resolved', $2, $3, $4) $$;
CREATE FUNCTION recon.reopen(discrepancy_id bigint, note text, seen_difference numeric DEFAULT NULL)
RETURNS recon.decision LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT ledger.decide($1, 'reopened', NULL, $2, $3) $$;

CREATE FUNCTION recon.close_period(through date, reason text DEFAULT NULL)
RETURNS TABLE (closed_through date, days bigint, open_discrepancies bigint, open_difference numeric, pending bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former date;
    missing text;
BEGIN
    -- The lock that every settlement holds while it writes (LedgerLock.settlement): what runs now ends first, and what
    -- comes later sees that the period is closed.
    PERFORM pg_advisory_xact_lock(8243104023209574400);
    former := ledger.closed_through();
    IF through IS NULL OR through >= (now() AT TIME ZONE 'Asia/Shanghai')::date THEN
        RAISE EXCEPTION 'a period can be closed through a day that is over, not %', coalesce(through::text, 'NULL')
            USING ERRCODE = 'RC422', HINT = 'Give the last day of the period, yesterday at the latest.';
    ELSIF through <= former THEN
        RAISE EXCEPTION 'the period is closed through % already', former
            USING ERRCODE = 'RC409', HINT = 'What is closed stays closed; see recon.closed_periods.';
    END IF;
    -- Once it is closed, a day that has no conclusion never gets one.
    SELECT count(*) || ' (' || string_agg(format('%s:%s %s', a.channel, a.account, day::date), ', ' ORDER BY day, a.channel)
               FILTER (WHERE place <= 5) || CASE WHEN count(*) > 5 THEN ', …' ELSE '' END || ')'
      INTO missing
      FROM (SELECT a.channel, a.account, day, row_number() OVER (ORDER BY day, a.channel, a.account) AS place
              FROM ledger.account a
              JOIN (SELECT account_id, min(bill_date) AS first_day, max(bill_date) AS last_day FROM ledger.day GROUP BY 1) r
                   USING (account_id)
             CROSS JOIN generate_series(greatest(r.first_day, former + 1), least(r.last_day, through), '1 day') AS day
             WHERE NOT EXISTS (SELECT FROM ledger.day d
                                WHERE d.account_id = a.account_id AND d.bill_date = day AND d.concluded)) a
    HAVING count(*) > 0;
    IF missing IS NOT NULL AND coalesce(reason, '') !~ '\S' THEN
        RAISE EXCEPTION 'days without a conclusion: %', missing USING ERRCODE = 'RC409', HINT =
            'Reconcile them first; or give the reason why they stay without one as a second argument.';
    END IF;
    INSERT INTO ledger.period (closed_through, closed_by, reason) VALUES (through, session_user, reason);
    RETURN QUERY SELECT through,
        (SELECT count(*) FROM ledger.day d WHERE d.bill_date > former AND d.bill_date <= through AND d.concluded),
        count(*) FILTER (WHERE i.status <> 'pending'),
        recon.yuan(coalesce(sum(i.difference_fen) FILTER (WHERE i.status <> 'pending'), 0)),
        count(*) FILTER (WHERE i.status = 'pending')
        FROM ledger.shown_item i WHERE i.day > former AND i.day <= through AND i.status <> 'resolved';
END $$;

-- What a run may write ---------------------------------------------------------------------------------------------------

-- People decide by the functions above, which run as the owner of the tables. Whoever else writes there, the service, does what
-- runs do, in no name but its own. The rules are the triggers' conditions: of a run's many rows none calls the function.
CREATE FUNCTION ledger.refuse_decision() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN RETURN NEW; END IF;
    RAISE EXCEPTION '% may write to ledger.% what a run does, and nothing else (%)', current_user, TG_TABLE_NAME, TG_NAME
        USING ERRCODE = 'insufficient_privilege', HINT =
            'People decide with recon.acknowledge, recon.resolve and recon.reopen, and ask for runs with recon.reconcile.';
END $$;
COMMENT ON FUNCTION ledger.refuse_decision IS 'Refuses all but the owner of the table; the triggers'' conditions say what.';

CREATE TRIGGER a_run_makes_items_undecided BEFORE INSERT ON ledger.item FOR EACH ROW
    WHEN (NEW.status NOT IN ('pending', 'open') OR NEW.note IS NOT NULL) EXECUTE FUNCTION ledger.refuse_decision();
CREATE TRIGGER a_run_leaves_decisions_alone BEFORE UPDATE ON ledger.item FOR EACH ROW WHEN (
    NEW.note IS DISTINCT FROM OLD.note
    OR CASE WHEN OLD.status = 'resolved' AND NEW.status = 'resolved'
        THEN (NEW.resolution, NEW.resolved_by, NEW.resolved_at) IS DISTINCT FROM (OLD.resolution, OLD.resolved_by, OLD.resolved_at)
        -- What no run finds any more.
        WHEN NEW.status = 'resolved'
        THEN (NEW.resolution, NEW.resolved_by, NEW.found) IS DISTINCT FROM ('superseded'::text, 'reconciled'::text, false)
        -- What is found again, and was to be gone or is another amount now (Contract 3.7).
        WHEN OLD.status = 'resolved'
        THEN NEW.status = 'acknowledged' OR OLD.resolution NOT IN ('superseded', 'corrected')
            AND (NEW.order_fen, NEW.channel_fen, NEW.difference_fen)
                IS NOT DISTINCT FROM (OLD.order_fen, OLD.channel_fen, OLD.difference_fen)
        ELSE (NEW.status = 'acknowledged') <> (OLD.status = 'acknowledged') END)
    EXECUTE FUNCTION ledger.refuse_decision();
CREATE TRIGGER a_run_tells_what_it_did BEFORE INSERT ON ledger.item_event FOR EACH ROW
    WHEN (NEW.actor <> 'reconciled' OR NEW.event IN ('acknowledged', 'resolved', 'reopened') OR NEW.run_id IS NULL
          OR NEW.note IS NOT NULL OR NEW.resolution IS NOT NULL)
    EXECUTE FUNCTION ledger.refuse_decision();
CREATE TRIGGER a_run_is_asked_for_in_ones_own_name BEFORE INSERT ON ledger.run FOR EACH ROW
    WHEN (NEW.requested_by <> ledger.requester(NEW.requested_by)) EXECUTE FUNCTION ledger.refuse_decision();
CREATE TRIGGER an_ended_run_stays_as_it_is BEFORE UPDATE ON ledger.run FOR EACH ROW
    WHEN (OLD.state IN ('done', 'failed')) EXECUTE FUNCTION ledger.refuse_decision();

-- A limit is lifted by whoever asks for the run, with the reason that stands in the request.
CREATE FUNCTION ledger.refuse_unasked_lift() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.note = (SELECT r.lift_share_limit_reason FROM ledger.run r
                    WHERE r.account_id = NEW.account_id AND r.run_id = NEW.run_id)
       OR pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'nobody asked for run % to go on beyond the share limit for this reason', NEW.run_id
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER a_limit_is_lifted_by_request BEFORE INSERT ON ledger.day_event FOR EACH ROW
    WHEN (NEW.event = 'share_limit_lifted') EXECUTE FUNCTION ledger.refuse_unasked_lift();

-- Questions ------------------------------------------------------------------------------------------------------------

CREATE VIEW recon.days_not_green AS
SELECT a.bill_date, a.channel, a.account,
       CASE WHEN s.bill_date IS NOT NULL THEN s.verdict WHEN d.bill_date IS NOT NULL THEN 'failed' ELSE 'not run' END AS verdict,
       s.open_discrepancies, s.pending, m.difference,
       CASE WHEN s.last_attempt_run_id IS DISTINCT FROM s.run_id OR s.verdict = 'incomplete'
            THEN coalesce(s.last_attempt_reason, r.reason) END AS reason
FROM (SELECT a.account_id, a.channel, a.account, day::date AS bill_date
      FROM ledger.account a
      JOIN (SELECT account_id, min(bill_date) AS first_day, max(bill_date) AS last_day FROM ledger.day GROUP BY 1) f
           USING (account_id)
      -- An account that has had no run for a month is not waited for any more.
      CROSS JOIN generate_series(f.first_day, greatest(f.last_day, CASE
          WHEN f.last_day > (now() AT TIME ZONE 'Asia/Shanghai')::date - 31
          THEN (now() AT TIME ZONE 'Asia/Shanghai')::date - 1 END), '1 day') AS day) a
LEFT JOIN recon.daily_summary s USING (bill_date, channel, account)
LEFT JOIN ledger.day d ON d.account_id = a.account_id AND d.bill_date = a.bill_date
LEFT JOIN ledger.run r ON r.account_id = d.account_id AND r.run_id = d.last_attempt_run_id
LEFT JOIN LATERAL (
    SELECT recon.yuan(sum(difference_fen))::numeric(18, 2) AS difference FROM ledger.shown_item i
    WHERE i.account_id = a.account_id AND i.day = a.bill_date AND i.status IN ('open', 'acknowledged')) m ON true
WHERE s.verdict IS DISTINCT FROM 'balanced'
ORDER BY a.bill_date DESC, a.channel, a.account;
COMMENT ON VIEW recon.days_not_green IS 'Days that are not balanced (未平账日): with differences, in doubt, without a conclusion, failed, or not run at all.';

CREATE VIEW recon.ageing AS
SELECT c.code, c.label_en, c.label_zh, i.status, g.age, count(*) AS items,
       recon.yuan(sum(abs(i.difference_fen::numeric)))::numeric(18, 2) AS money_at_risk,
       recon.yuan(sum(i.difference_fen))::numeric(18, 2) AS difference, min(i.bill_date) AS oldest
FROM ledger.item i
JOIN recon.codes c ON c.code = i.code::text
CROSS JOIN LATERAL (
    SELECT coalesce((now() AT TIME ZONE 'Asia/Shanghai')::date - i.bill_date, 0) AS days) d
CROSS JOIN LATERAL (
    SELECT CASE WHEN days <= 1 THEN '0-1 days' WHEN days <= 3 THEN '2-3 days' WHEN days <= 7 THEN '4-7 days'
                WHEN days <= 30 THEN '8-30 days' ELSE 'over 30 days' END AS age,
           CASE WHEN days <= 1 THEN 1 WHEN days <= 3 THEN 2 WHEN days <= 7 THEN 3 WHEN days <= 30 THEN 4 ELSE 5 END AS step) g
WHERE i.status <> 'resolved'
GROUP BY c.code, c.label_en, c.label_zh, i.status, g.age, g.step
ORDER BY g.step DESC, sum(abs(i.difference_fen::numeric)) DESC, c.code, i.status;
COMMENT ON VIEW recon.ageing IS 'Money at risk (在险金额) by code, status and age (账龄), the oldest and largest first; without what is resolved.';

CREATE VIEW ledger.mix AS
SELECT d.bill_date, a.channel, sum(p.rows) AS payments, sum(p.amount_fen) AS payment_fen, sum(f.rows) AS refunds,
       sum(f.amount_fen) AS refund_fen,
       sum(p.fees_e5) + sum(f.fees_e5) AS fees_e5, count(*) AS account_days
FROM ledger.day d
JOIN ledger.account a USING (account_id)
JOIN ledger.run_total p ON p.account_id = d.account_id AND p.run_id = d.run_id AND p.entry_type = 'payment'
JOIN ledger.run_total f ON f.account_id = d.account_id AND f.run_id = d.run_id AND f.entry_type = 'refund'
WHERE d.concluded GROUP BY 1, 2;
COMMENT ON VIEW ledger.mix IS 'Sums by concluded day and channel, behind recon.channel_mix.';

DO $mix$
DECLARE
    view text[];
BEGIN
    FOREACH view SLICE 1 IN ARRAY ARRAY[
        ['channel_mix', 'bill_date', 'bill_date', 'day'],
        ['channel_mix_weeks', 'week', 'date_trunc(''week'', bill_date)::date', 'week, from Monday,'],
        ['channel_mix_months', 'month', 'date_trunc(''month'', bill_date)::date', 'month']]
    LOOP
        -- Counts that no bigint holds are shown as the greatest there is.
        EXECUTE format($view$
            CREATE VIEW recon.%1$I AS
            SELECT %2$I, channel, least(greatest(payments, -9223372036854775808), 9223372036854775807)::bigint AS payments,
                   round(payments / nullif(sum(payments) OVER whole, 0), 6) AS payment_share,
                   recon.yuan(payment_fen)::numeric(18, 2) AS payment_amount,
                   round(payment_fen / nullif(sum(payment_fen) OVER whole, 0), 6) AS amount_share,
                   least(greatest(refunds, -9223372036854775808), 9223372036854775807)::bigint AS refunds,
                   round(refunds / nullif(payments, 0), 6) AS refund_rate,
                   recon.yuan(refund_fen)::numeric(18, 2) AS refund_amount,
                   round(refund_fen / nullif(payment_fen, 0), 6) AS refund_amount_rate,
                   recon.yuan_of_e5(fees_e5)::numeric(20, 5) AS fees,
                   round(fees_e5 / 1000.0 / nullif(payment_fen - refund_fen, 0), 6) AS fee_rate, account_days
            FROM (SELECT %3$s AS %2$I, channel, sum(payments) AS payments, sum(payment_fen) AS payment_fen,
                         sum(refunds) AS refunds, sum(refund_fen) AS refund_fen, sum(fees_e5) AS fees_e5,
                         sum(account_days)::bigint AS account_days
                  FROM ledger.mix GROUP BY 1, 2) m
            WINDOW whole AS (PARTITION BY %2$I)
            ORDER BY %2$I DESC, channel;
            COMMENT ON VIEW recon.%1$I IS %4$L$view$, view[1], view[2], view[3], format(
            'Mix of the channels (渠道占比) by %s from concluded days alone: share of payments and of money, refund and fee rates.',
            view[4]));
    END LOOP;
END $mix$;

CREATE FUNCTION recon.changes(bill_date date, former_attempt integer DEFAULT NULL, later_attempt integer DEFAULT NULL)
RETURNS TABLE (channel text, account text, former_run_id bigint, later_run_id bigint, change text,
               discrepancy_id bigint, code text, entry_type text, payment_no text, refund_no text, former_status text,
               later_status text, former_amount numeric, later_amount numeric, former_entries bigint,
               later_entries bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH attempt AS (
        SELECT r.*, row_number() OVER (PARTITION BY account_id ORDER BY attempt DESC) AS place FROM ledger.run r
        WHERE r.bill_date = $1 AND r.verdict <> 'incomplete'),
    later AS (SELECT * FROM attempt WHERE CASE WHEN $3 IS NULL THEN place = 1 ELSE attempt = $3 END),
    pair AS (
        SELECT DISTINCT ON (l.account_id) l.account_id, f.run_id AS former, l.run_id AS later
        FROM later l JOIN attempt f ON f.account_id = l.account_id
         AND CASE WHEN $2 IS NULL THEN f.attempt < l.attempt ELSE f.attempt = $2 END
        ORDER BY l.account_id, f.attempt DESC),
    held AS (
        SELECT p.account_id, c.item_id, c.run_id = p.later AS is_later, c.status, c.difference_fen
        FROM pair p JOIN ledger.run_change c ON c.account_id = p.account_id AND c.run_id IN (p.former, p.later)
        JOIN ledger.item i ON i.account_id = c.account_id AND i.item_id = c.item_id
        WHERE c.change <> 'resolved' AND coalesce(i.late_on, i.bill_date) = $1
          AND (i.bill_date = $1 OR i.late_on = $1)),
    moved AS (
        SELECT account_id, item_id, f.status AS former_status, l.status AS later_status,
               f.difference_fen AS former_fen, l.difference_fen AS later_fen
        FROM (SELECT * FROM held WHERE NOT is_later) f
        FULL JOIN (SELECT * FROM held WHERE is_later) l USING (account_id, item_id)
        WHERE (f.status, f.difference_fen) IS DISTINCT FROM (l.status, l.difference_fen))
    SELECT a.channel, a.account, p.former, p.later, x.change, x.item_id, x.code, x.entry_type, x.payment_no,
           x.refund_no, x.former_status, x.later_status, recon.yuan(x.former_fen), recon.yuan(x.later_fen),
           x.former_entries, x.later_entries
    FROM pair p JOIN ledger.account a USING (account_id)
    JOIN (SELECT m.account_id, 1 AS part, i.code AS place, m.item_id,
                 CASE WHEN m.former_status IS NULL THEN 'new' WHEN m.later_status IS NULL THEN 'gone' ELSE 'changed' END AS change,
                 i.code::text AS code, i.entry_type::text AS entry_type, i.payment_no, nullif(i.refund_no, '') AS refund_no,
                 m.former_status, m.later_status, m.former_fen, m.later_fen, NULL::bigint AS former_entries,
                 NULL::bigint AS later_entries, NULL::smallint AS line_no
          FROM moved m JOIN ledger.item i USING (account_id, item_id) WHERE i.bill_date = $1 OR i.late_on = $1
          UNION ALL
          SELECT p.account_id, 2, NULL, NULL, 'statement', l.line, l.entry_type::text, NULL, NULL, NULL, NULL,
                 f.amount_fen, l.amount_fen, f.entries, l.entries, l.line_no
          FROM pair p JOIN ledger.statement_line f ON f.account_id = p.account_id AND f.run_id = p.former
          JOIN ledger.statement_line l ON l.account_id = p.account_id AND l.run_id = p.later
           AND l.entry_type = f.entry_type AND l.line_no = f.line_no
          WHERE (f.amount_fen, f.entries) <> (l.amount_fen, l.entries)) x USING (account_id)
    ORDER BY a.channel, a.account, x.part, x.place, x.entry_type, x.line_no, x.item_id $$;
COMMENT ON FUNCTION recon.changes IS
    'What differs between two attempts of a day (重跑差异), of each account: discrepancies (new, gone, changed) and lines of the statement; without attempts, between the last two that reached a conclusion.';

CREATE FUNCTION ledger.entries_of(number text) RETURNS SETOF ledger.entry
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM ledger.entry WHERE payment_hash = hashtextextended($1, 0) AND payment_no = $1
    UNION SELECT * FROM ledger.entry WHERE refund_no <> '' AND refund_no = $1
    UNION SELECT * FROM ledger.entry WHERE channel_refund_no <> '' AND channel_refund_no = $1
    UNION SELECT * FROM ledger.entry
     WHERE hashtextextended(channel_trade_no, 0) = hashtextextended($1, 0) AND channel_trade_no = $1 $$;
COMMENT ON FUNCTION ledger.entries_of IS 'Entries by any number they bear, each condition by an index of its own.';

CREATE FUNCTION recon.entries_of(number text) RETURNS SETOF recon.bill_entries
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.bill_date, a.channel, a.account, e.line_no, e.entry_type::text, e.payment_no,
           nullif(e.refund_no, ''), nullif(e.channel_trade_no, ''),
           nullif(e.channel_refund_no, ''), recon.yuan(e.amount_fen),
           recon.yuan(e.settled_fen), (e.fee_e5 / 100000.0)::numeric(20, 5), e.currency, e.occurred_at, e.state,
           CASE WHEN e.outcome IN ('matched', 'cross_day') THEN coalesce(e.flag, e.outcome) ELSE e.outcome END::text,
           e.file_no, (e.occurred_at AT TIME ZONE 'Asia/Shanghai')::date <> e.bill_date
    FROM ledger.entries_of($1) e JOIN ledger.account a USING (account_id)
    ORDER BY e.occurred_at, e.bill_date, e.file_no, e.line_no $$;
COMMENT ON FUNCTION recon.entries_of IS
    'Entries of the bills in force (对账单明细) that bear a payment, refund or channel number, at once whatever the size of the days.';

-- The shop's rows, and the payments that a number leads to, where its relations are in this database. They are somebody else's,
-- and a view may call functions of that somebody: so they are read with rights that hold nothing else. config/roles.sql makes
-- the role reconciled_shop_reader, and the owner of this function of it.
CREATE FUNCTION ledger.shop_rows(
    payment_relation text, refund_relation text, number text, INOUT payments text[], OUT paid jsonb, OUT refunded jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET row_security = off AS $$
DECLARE
    -- Names and nothing else, quoted where they have to be.
    payment_name text := payment_relation::regclass;
    refund_name text := refund_relation::regclass;
    found_payments text[];
    rows_max CONSTANT integer := 1000;  -- more than a person reads of one number
BEGIN
    EXECUTE format('SELECT array_agg(DISTINCT payment_no) FROM (
            SELECT payment_no::text FROM %1$s WHERE payment_no = ANY($2)
            UNION ALL SELECT payment_no FROM %1$s WHERE payment_no = $1
            UNION ALL SELECT payment_no FROM %1$s WHERE channel_trade_no = $1
            UNION ALL SELECT payment_no FROM %2$s WHERE refund_no = $1
            UNION ALL SELECT payment_no FROM %2$s WHERE channel_refund_no = $1 LIMIT $3) AS known',
        payment_name, refund_name) INTO found_payments USING number, payments, rows_max;
    -- Only what no other column knows is looked for among the order numbers: a view may have to gather them all.
    IF found_payments IS NULL THEN
        EXECUTE format('SELECT array_agg(payment_no::text) FROM (
            SELECT payment_no FROM %s WHERE order_nos @> ARRAY[$1] LIMIT $2) AS known', payment_name)
            INTO found_payments USING number, rows_max;
    END IF;
    payments := ARRAY(SELECT DISTINCT unnest(payments || found_payments));
    EXECUTE format($sql$
        SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM (
            SELECT paid_at::timestamptz AS at, payment_no, channel, account, channel_trade_no, amount_fen::numeric AS fen, currency, state,
                   array_to_string(order_nos, ', ') AS orders
            FROM %s WHERE payment_no = ANY($1) LIMIT $2) AS r$sql$, payment_name) INTO paid USING payments, rows_max;
    EXECUTE format($sql$
        SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]') FROM (
            SELECT refunded_at::timestamptz AS at, refund_no, payment_no, channel, account, channel_refund_no, amount_fen::numeric AS fen,
                   currency, state
            FROM %s WHERE payment_no = ANY($1) LIMIT $2) AS r$sql$, refund_name) INTO refunded USING payments, rows_max;
END $$;
COMMENT ON FUNCTION ledger.shop_rows IS 'Reads the shop for recon.explain, as reconciled_shop_reader where there is that role.';

CREATE FUNCTION ledger.may_read_shop(payment_relation text, refund_relation text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    -- With a role of its own it holds nothing. Without, in a trial, all that is run belongs to the ledger's owner as well,
    -- or to a superuser: then there is nobody to keep apart.
    SELECT CASE WHEN NOT pg_has_role(p.proowner, current_user, 'MEMBER') THEN true ELSE NOT EXISTS (
        WITH RECURSIVE reached (classid, objid) AS (
            SELECT 'pg_class'::regclass::oid, r.relation::regclass::oid FROM unnest(ARRAY[$1, $2]) AS r(relation)
            UNION
            SELECT d.refclassid, d.refobjid FROM reached r
            LEFT JOIN pg_rewrite w ON r.classid = 'pg_class'::regclass AND w.ev_class = r.objid
            JOIN pg_depend d ON (d.classid, d.objid) = (r.classid, r.objid)
                OR (d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid))
        SELECT FROM reached r JOIN pg_shdepend s USING (classid, objid) JOIN pg_roles o ON o.oid = s.refobjid
        WHERE s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' AND NOT o.rolsuper AND o.rolname <> current_user
          AND s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())) END
    FROM pg_proc p WHERE p.proname = 'shop_rows' AND p.pronamespace = 'ledger'::regnamespace $$;
COMMENT ON FUNCTION ledger.may_read_shop IS 'Whether reading these relations runs nobody''s code with rights that are not theirs.';

-- The part of explain that may fail on its own, since the relations are somebody else's.
CREATE FUNCTION ledger.shop_events(number text, INOUT payments text[], OUT gap text, OUT events jsonb)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    payment_relation text;
    refund_relation text;
    shop record;
    was_read boolean := false;
    prepared text[];
    name text;
BEGIN
    events := '[]';
    SELECT value INTO payment_relation FROM ledger.setting s WHERE s.name = 'payment_relation';
    SELECT value INTO refund_relation FROM ledger.setting s WHERE s.name = 'refund_relation';
    IF payment_relation IS NULL OR refund_relation IS NULL THEN
        gap := 'the shop''s records are not in this database; `reconciled explain` reads them';
        RETURN;
    END IF;
    prepared := ARRAY(SELECT ROW (p.name, p.statement, p.prepare_time)::text FROM pg_prepared_statements p);
    -- Whatever the shop's code did is undone, the session's settings with it: a search path of the shop's would have this
    -- function, and then the person's next words, find the shop's functions. Only what was read is kept.
    BEGIN
        IF NOT ledger.may_read_shop(payment_relation, refund_relation) THEN
            RAISE EXCEPTION 'they are another role''s than the ledger; config/roles.sql makes one that may read them';
        END IF;
        shop := ledger.shop_rows(payment_relation, refund_relation, number, payments);
        was_read := true;
        RAISE SQLSTATE 'RC000';
    EXCEPTION WHEN OTHERS THEN
        IF NOT was_read THEN
            gap := format('the shop''s records cannot be read here (%s); `reconciled explain` reads them',
                          left(regexp_replace(SQLERRM, '[[:cntrl:]]', '?', 'g'), 300));
        END IF;
    END;
    -- Prepared statements are the one thing of a session that nothing undoes.
    FOR name IN SELECT p.name FROM pg_prepared_statements p
        WHERE ROW (p.name, p.statement, p.prepare_time)::text <> ALL (prepared)
    LOOP
        EXECUTE format('DEALLOCATE %I', name);
    END LOOP;
    IF NOT was_read THEN RETURN; END IF;
    payments := shop.payments;
    SELECT coalesce(jsonb_agg(jsonb_build_object('at', told.at, 'event',
               left(regexp_replace(told.event, '[[:cntrl:]]', '?', 'g'), 2000))), '[]') INTO events
      FROM (SELECT r ->> 'at' AS at,
                   format('payment %s of %s %s is %s, by %s:%s', r ->> 'payment_no', f.yuan, r ->> 'currency', r ->> 'state',
                          r ->> 'channel', r ->> 'account')
                   || coalesce(', channel number ' || nullif(r ->> 'channel_trade_no', ''), '')
                   || coalesce(', for order ' || nullif(r ->> 'orders', ''), '') AS event
              FROM jsonb_array_elements(shop.paid) AS r, round((r ->> 'fen')::numeric * 0.01, 2) AS f(yuan)
            UNION ALL
            SELECT r ->> 'at',
                   format('refund %s of payment %s, %s %s, is %s, by %s:%s', r ->> 'refund_no', r ->> 'payment_no', f.yuan,
                          r ->> 'currency', r ->> 'state', r ->> 'channel', r ->> 'account')
                   || coalesce(', channel number ' || nullif(r ->> 'channel_refund_no', ''), '')
              FROM jsonb_array_elements(shop.refunded) AS r, round((r ->> 'fen')::numeric * 0.01, 2) AS f(yuan)) AS told;
END $$;
COMMENT ON FUNCTION ledger.shop_events IS 'Behind recon.explain: the shop''s rows, where they are in this database.';

CREATE FUNCTION recon.explain(number text) RETURNS TABLE (at timestamptz, source text, event text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    payments text[];
    shop record;
    told bigint;
BEGIN
    payments := ARRAY(
        SELECT e.payment_no FROM ledger.entries_of(number) e WHERE e.payment_no <> ''
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
        SELECT e.* FROM unnest(payments) p CROSS JOIN LATERAL ledger.entries_of(p) e
        UNION SELECT e.* FROM ledger.entries_of(number) e),
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
                   coalesce(', ' || nullif(r.reason, ''), ''), CASE WHEN d.run_id = r.run_id THEN ', in force' ELSE '' END),
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
COMMENT ON FUNCTION recon.explain IS
    'Everything known about one order, payment, refund or channel number (单号追溯), in time order: the shop''s row, the line of the bill, pair or lack of it, each run, each decision.';
COMMENT ON FUNCTION recon.acknowledge IS
    'Says that somebody works on a discrepancy (认领差错). With seen_difference it is refused when a run changed the difference since.';
COMMENT ON FUNCTION recon.resolve IS
    'Closes a discrepancy or an item in doubt (核销差错): corrected, refunded, made_up, written_off or accepted. With seen_difference it is refused when a run changed the difference since.';
COMMENT ON FUNCTION recon.reopen IS
    'Takes a decision back (重开差错): resolved or acknowledged becomes open. With seen_difference it is refused when a run changed the difference since.';
COMMENT ON FUNCTION recon.close_period IS
    'Closes the period through a day (月结), for ever: no run changes a day up to it; what is found later is shown on the first open day, see recon.late_effects. Days without a conclusion need a reason.';

-- What the service may do without owning the tables -----------------------------------------------------------------------

-- Attaching, unlike creating a partition in place, does not lock readers out of the parent.
CREATE FUNCTION ledger.ensure_partition(account integer, day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text := ledger.partition_name(account, day);
BEGIN
    IF to_regclass('ledger.' || name) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE ledger.%I (LIKE ledger.entry INCLUDING ALL)', name);
    EXECUTE format('ALTER TABLE ledger.entry ATTACH PARTITION ledger.%I FOR VALUES FROM (%L, %s) TO (%L, %s)',
                   name, day, account, day, account + 1);
END $$;
COMMENT ON FUNCTION ledger.ensure_partition IS 'Makes the partition of one account''s day if there is none.';

CREATE FUNCTION ledger.partition_name(account integer, day date) RETURNS text LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp RETURN format('entry_%s_%s', to_char(day, 'YYYYMMDD'), account);
COMMENT ON FUNCTION ledger.partition_name IS 'entry_20261121_3: digits only, so it needs no quoting.';

-- No verdict needs them, so they are made after it, and are the partition's own: declared on ledger.entry they would be
-- kept up to date while a day is loaded.
CREATE FUNCTION ledger.index_numbers(partition text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    index record;
BEGIN
    FOR index IN SELECT * FROM (VALUES ('trade', '(hashtextextended(channel_trade_no, 0))'),
        ('refund', '(refund_no) WHERE refund_no <> '''''),
        ('channel_refund', '(channel_refund_no) WHERE channel_refund_no <> ''''')) AS wanted (kind, of_what)
        -- The name is asked for first: even an index that exists would lock writers out for a moment.
        WHERE to_regclass(format('ledger.%I', partition || '_' || kind)) IS NULL
    LOOP
        EXECUTE format('CREATE INDEX %I ON ledger.%I %s', partition || '_' || index.kind, partition, index.of_what);
    END LOOP;
END $$;
COMMENT ON FUNCTION ledger.index_numbers IS
    'Gives a partition of ledger.entry its indexes by refund and channel numbers, for recon.explain and recon.entries_of.';
DO $partitions$
BEGIN
    PERFORM ledger.index_numbers(c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'ledger.entry'::regclass;
END $partitions$;

CREATE FUNCTION ledger.days_to_thin(open_before date, closed_before date) RETURNS TABLE (account_id integer, bill_date date)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.account_id, d.bill_date FROM ledger.day d
    WHERE d.concluded AND d.thinned_run_id IS DISTINCT FROM d.run_id
      AND (d.bill_date < $1 OR (d.bill_date < $2 AND d.bill_date <= ledger.closed_through()))
    ORDER BY d.bill_date, d.account_id $$;
COMMENT ON FUNCTION ledger.days_to_thin IS 'Days whose plain pairs retention may remove, open and closed ones by their own limit.';

-- Plain pairs go with their partition; what is one-sided, paired across days or at odds stays, because later days'
-- bills still meet it. Readers wait for no longer than the lock time-out.
CREATE FUNCTION ledger.thin_day(account integer, day date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    name text := ledger.partition_name(account, day);
    removed bigint;
BEGIN
    IF to_regclass('ledger.' || name) IS NULL THEN RETURN 0; END IF;
    IF NOT pg_try_advisory_xact_lock(8243104023209574400) THEN
        RAISE EXCEPTION 'a settlement is under way' USING ERRCODE = 'lock_not_available';
    END IF;
    IF NOT EXISTS (SELECT FROM ledger.days_to_thin('infinity', 'infinity') t
                   WHERE t.account_id = account AND t.bill_date = day) THEN RETURN 0; END IF;
    EXECUTE format('CREATE TABLE ledger.%I (LIKE ledger.%I INCLUDING ALL)', name || '_rest', name);
    EXECUTE format('INSERT INTO ledger.%I SELECT * FROM ledger.%I WHERE outcome <> ''matched'' OR flag IS NOT NULL',
                   name || '_rest', name);
    EXECUTE format('SELECT count(*) FROM ledger.%I WHERE outcome = ''matched'' AND flag IS NULL', name) INTO removed;
    EXECUTE format('ALTER TABLE ledger.entry DETACH PARTITION ledger.%I', name);
    EXECUTE format('ALTER TABLE ledger.%I RENAME TO %I', name, 'thinned_' || name);
    EXECUTE format('ALTER TABLE ledger.%I RENAME TO %I', name || '_rest', name);
    EXECUTE format('ALTER TABLE ledger.entry ATTACH PARTITION ledger.%I FOR VALUES FROM (%L, %s) TO (%L, %s)',
                   name, day, account, day, account + 1);
    UPDATE ledger.day d SET thinned_run_id = d.run_id WHERE d.account_id = account AND d.bill_date = day;
    RETURN removed;
END $$;
COMMENT ON FUNCTION ledger.thin_day IS
    'Takes the plain pairs of a day out of ledger.entry and returns their number; ledger.drop_thinned then drops them.';

CREATE FUNCTION ledger.drop_thinned() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
    thinned text;
    dropped integer := 0;
BEGIN
    FOR thinned IN SELECT relname FROM pg_class
        WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' AND relname ~ '^thinned_entry_[0-9]{8}_[0-9]+$'
    LOOP
        EXECUTE format('DROP TABLE ledger.%I', thinned);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
COMMENT ON FUNCTION ledger.drop_thinned IS 'Drops what ledger.thin_day took out: in a transaction of its own, so that no reader waits for it.';

-- Roles ------------------------------------------------------------------------------------------------------------------

-- Run by the owner: at the end of every `migrate`, and by config/roles.sql, so that either may come first. What is not given
-- here is taken away: PUBLIC has nothing, and a later table or function is closed until it is named.
CREATE FUNCTION ledger.grant_rights() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- Those that exist; whoever owns the schemas, in a trial perhaps the service, keeps all its rights.
    roles text[] := ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname <> current_user
                             AND rolname IN ('recon_reader', 'recon_operator', 'reconciled') ORDER BY rolname);
    has_service boolean := 'reconciled' = ANY (roles);
    all_roles text := array_to_string(array_prepend('PUBLIC', roles), ', ');
    thing record;
BEGIN
    IF current_user = 'reconciled_owner' THEN
        -- In no schema: what PUBLIC has by default, no schema's defaults take away.
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    END IF;
    IF to_regrole('reconciled_shop_reader') IS NOT NULL AND pg_has_role('reconciled_shop_reader', 'MEMBER') THEN
        -- A function's owner must be able to create it; only for this moment.
        GRANT CREATE ON SCHEMA ledger TO reconciled_shop_reader;
        ALTER FUNCTION ledger.shop_rows OWNER TO reconciled_shop_reader;
        REVOKE CREATE ON SCHEMA ledger FROM reconciled_shop_reader;
    END IF;
    FOR thing IN SELECT p.oid::regprocedure AS name, n.nspname AS schema, p.proname, p.provolatile <> 'v' AS is_reading,
                        p.prorettype = 'trigger'::regtype AS is_trigger,
                        -- A view's functions are called with the rights of whoever asks the view.
                        EXISTS (SELECT FROM pg_depend d JOIN pg_rewrite w ON w.oid = d.objid JOIN pg_class v ON v.oid = w.ev_class
                                 WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_proc'::regclass
                                   AND d.refobjid = p.oid AND v.relnamespace IN ('ledger'::regnamespace, 'recon'::regnamespace)
                        ) AS is_in_view
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('ledger', 'recon')
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM %s', thing.name, all_roles);
        IF 'recon_reader' = ANY (roles) AND (thing.schema = 'recon' AND thing.is_reading OR thing.is_in_view) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO recon_reader', thing.name);
        END IF;
        IF 'recon_operator' = ANY (roles) AND (thing.schema = 'recon' OR thing.is_in_view) THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO recon_operator', thing.name);
        END IF;
        -- Decisions are people's, and these parts of them and of recon.explain run as the owner.
        IF has_service AND NOT thing.is_trigger AND thing.proname NOT IN ('acknowledge', 'resolve', 'reopen', 'decide', 'close_period', 'grant_rights',
            'explain_kept', 'shop_events', 'shop_rows', 'may_read_shop')
        THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO reconciled', thing.name);
        END IF;
    END LOOP;
    IF NOT has_function_privilege('ledger.shop_rows(text,text,text,text[])', 'EXECUTE') THEN
        EXECUTE format('GRANT EXECUTE ON FUNCTION ledger.shop_rows TO %I', current_user);
    END IF;
    EXECUTE format('REVOKE ALL ON SCHEMA ledger, recon, ledger_migration FROM %s', all_roles);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA ledger, recon, ledger_migration FROM %s', all_roles);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA ledger FROM %s', all_roles);
    IF cardinality(roles) > 0 THEN
        EXECUTE format('GRANT USAGE ON SCHEMA recon TO %s', array_to_string(roles, ', '));
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA recon TO %s', array_to_string(roles, ', '));
    END IF;
    IF NOT has_service THEN RETURN; END IF;
    GRANT USAGE ON SCHEMA ledger, ledger_migration TO reconciled;
    GRANT SELECT ON ledger_migration.applied TO reconciled;
    GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO reconciled;
    GRANT INSERT, UPDATE, DELETE ON ledger.entry, ledger.plain_block, ledger.record, ledger.refund, ledger.process,
        ledger.lease, ledger.setting TO reconciled;
    GRANT INSERT, UPDATE ON ledger.account, ledger.bill, ledger.bill_file, ledger.day, ledger.alarm TO reconciled;
    -- The past is written once.
    GRANT INSERT ON ledger.day_event, ledger.run_total, ledger.statement_line, ledger.run_change, ledger.late_effect
        TO reconciled;
    -- Of requests, discrepancies and history: all but what a thing is for good, when it was, and what a person wrote.
    FOR thing IN
        SELECT r.relation, r.can, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
        FROM (VALUES
            ('ledger.run', 'INSERT', ARRAY['run_id', 'requested_at']),
            ('ledger.run', 'UPDATE', ARRAY['account_id', 'run_id', 'bill_date', 'attempt', 'requested_by', 'requested_at',
                                           'source', 'lift_share_limit_reason']),
            ('ledger.item', 'INSERT', ARRAY['item_id', 'resolved_at', 'resolution', 'resolved_by', 'note']),
            ('ledger.item', 'UPDATE', ARRAY['account_id', 'item_id', 'code', 'entry_type', 'payment_no', 'refund_no',
                                            'channel_no', 'occurrence', 'first_run_id', 'note']),
            ('ledger.item_event', 'INSERT', ARRAY['event_id', 'at', 'note', 'resolution'])) AS r (relation, can, without)
        JOIN pg_attribute a ON a.attrelid = r.relation::regclass AND a.attnum > 0 AND NOT a.attisdropped
         AND a.attname <> ALL (r.without)
        GROUP BY 1, 2
    LOOP
        EXECUTE format('GRANT %s (%s) ON %s TO reconciled', thing.can, thing.columns, thing.relation);
    END LOOP;
END $$;
COMMENT ON FUNCTION ledger.grant_rights IS 'Gives the roles that exist their rights, and takes from everybody what is not among them.';

DO $comments$
DECLARE
    note text[];
    col record;
BEGIN
    FOR col IN SELECT * FROM pg_temp.explained LOOP
        EXECUTE CASE WHEN col.attname IS NULL THEN format('COMMENT ON VIEW recon.%I IS %L', col.relname, col.note)
                     ELSE format('COMMENT ON COLUMN recon.%I.%I IS %L', col.relname, col.attname, col.note) END;
    END LOOP;
    FOREACH note SLICE 1 IN ARRAY ARRAY[
        ['late_on', 'First open day that shows the item, because its own day was closed when a run changed it; empty otherwise'],
        ['received_amount', 'What the merchant gets by the trade bill, in yuan: settled amounts minus fees; proven against the bill''s own totals (应结订单总金额, 退款总金额, 手续费总金额; 实收净额)'],
        ['time_outside_day', 'Its own time lies on another day than its bill: the channel put it there, and there it counts'],
        ['closed', 'The day is in a closed period (已月结): no run changes it any more'],
        ['resolution', 'corrected (更正), refunded (已退款), made_up (已补单), written_off (核销), accepted (认可); or superseded, by a later run'],
        ['deleted_at', 'When retention deleted the file; empty while it is there'],
        ['closed_through', 'Last day of the period'],
        ['closed_at', 'When it was closed'],
        ['closed_by', 'Who closed it'],
        ['reason', 'Why no conclusion was reached: what was expected, what was found, and where; of a closed period why days in it stay without one'],
        ['shown_on', 'First open day at the time, which shows it'],
        ['closed_day', 'Day of the closed period that it belongs to'],
        ['closed_status', 'Status that the closed day goes on showing; empty for what was found only later'],
        ['closed_difference', 'Difference in yuan that the closed day goes on showing'],
        ['age', 'Age in days since the bill date (账龄)'],
        ['items', 'How many there are'],
        ['money_at_risk', 'Sum of the differences in yuan, each without its sign (在险金额)'],
        ['oldest', 'The earliest bill date among them'],
        ['week', 'Monday of the week'],
        ['month', 'First day of the month'],
        ['payment_share', 'Share of all channels'' payments by number (笔数占比), from 0 to 1'],
        ['amount_share', 'Share of all channels'' payments by money (金额占比), from 0 to 1'],
        ['refund_rate', 'Refunds for each payment, by number (退款率)'],
        ['refund_amount_rate', 'Money of the refunds for each yuan of the payments (退款金额率)'],
        ['fee_rate', 'Fees for each yuan of payments less refunds (实际费率)'],
        ['account_days', 'Concluded days behind it, each account''s counted; fewer than expected means that bills are missing']]
    LOOP
        FOR col IN SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            WHERE c.relnamespace = 'recon'::regnamespace AND c.relkind = 'v' AND a.attname = note[1]
        LOOP
            EXECUTE format('COMMENT ON COLUMN recon.%I.%I IS %L', col.relname, col.attname, note[2]);
        END LOOP;
    END LOOP;
    -- One name means one thing in every view: what an older view explains holds for a new one.
    FOR col IN SELECT c.relname, a.attname, (
            SELECT mode() WITHIN GROUP (ORDER BY col_description(o.oid, p.attnum)) FROM pg_class o JOIN pg_attribute p ON p.attrelid = o.oid
            WHERE o.relnamespace = c.relnamespace AND o.relkind = 'v' AND p.attname = a.attname) AS note
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace = 'recon'::regnamespace AND c.relkind = 'v' AND col_description(c.oid, a.attnum) IS NULL
    LOOP
        EXECUTE format('COMMENT ON COLUMN recon.%I.%I IS %L', col.relname, col.attname, col.note);
    END LOOP;
END $comments$;
COMMENT ON VIEW recon.bill_entries IS
    'Entries of the bills in force (对账单明细), each with its outcome. Ask by bill_date; by a number of any kind, recon.entries_of(number) answers at once.';
COMMENT ON COLUMN recon.days_not_green.verdict IS
    'incomplete (无法下结论), discrepancies (有差错), pending (仅存疑), failed (失败), or not run (未对账)';
COMMENT ON COLUMN recon.days_not_green.difference IS 'Sum of the open differences in yuan';
COMMENT ON COLUMN recon.ageing.difference IS 'Sum of the differences in yuan: channel minus order';
COMMENT ON COLUMN recon.discrepancy_history.difference IS 'Difference in yuan at that moment';
