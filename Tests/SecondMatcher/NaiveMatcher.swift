/// The second matcher: the rules of Contract 3 read once more, as plain SQL over what people can see (the stored
/// entries of `recon.bill_entries`, the days that were concluded) and the two order relations. It knows nothing of how
/// the ledger works it out: window functions, anti-joins, every rule a sentence of the contract.
///
/// Its tables are filled anew by `naive.work()` and stay, so that after a failure every step can be looked at in psql.
package enum NaiveMatcher {
    /// What no view says: each account's rules, and what stands between a bill's rows and its own totals.
    package static let schema = """
        CREATE SCHEMA naive;
        CREATE TABLE naive.account (channel text, account text, cut_off interval NOT NULL, start_date date NOT NULL,
            fee_rate numeric, PRIMARY KEY (channel, account));
        CREATE TABLE naive.other_discount (channel text, account text, bill_date date, entry_type text,
            amount numeric NOT NULL, PRIMARY KEY (channel, account, bill_date, entry_type));

        CREATE TABLE naive.concluded (channel text, account text, bill_date date,
            PRIMARY KEY (channel, account, bill_date));
        CREATE TABLE naive.record (entry_type text, payment_no text, refund_no text, channel text, account text,
            knows text, amount numeric, currency text, state text, is_money boolean, at timestamptz, booked date);
        CREATE TABLE naive.entry (entry_id bigint PRIMARY KEY, channel text, account text, bill_date date, line_no bigint,
            entry_type text, payment_no text, refund_no text, channel_trade_no text, channel_refund_no text,
            channel_no text COLLATE "C", amount numeric, settled_amount numeric, fee numeric, currency text,
            at timestamptz, state text, is_classified boolean, is_executed boolean);
        CREATE TABLE naive.outcome (entry_id bigint PRIMARY KEY, base text, is_pair boolean, record_amount numeric,
            record_is_money boolean, booked date, flag text);
        CREATE TABLE naive.one_sided (entry_type text, payment_no text, refund_no text, channel text, account text,
            amount numeric, currency text, at timestamptz, booked date, status text, due_date date);
        CREATE TABLE naive.over_refund (entry_id bigint PRIMARY KEY, paid numeric, refunded numeric);
        CREATE TABLE naive.item (status text, code text, bill_date date, channel text, account text, entry_type text,
            payment_no text, refund_no text, channel_trade_no text, channel_refund_no text, order_amount numeric(18, 2),
            channel_amount numeric(18, 2), difference numeric(18, 2), currency text, occurred_at timestamptz,
            due_date date);
        CREATE TABLE naive.statement (bill_date date, channel text, account text, entry_type text, line_no int, line text,
            entries bigint, amount numeric(18, 2));
        CREATE TABLE naive.summary (bill_date date, channel text, account text, verdict text, payments bigint,
            payment_amount numeric(18, 2), refunds bigint, refund_amount numeric(18, 2), fees numeric(20, 5),
            net_amount numeric(20, 5), matched bigint, pending bigint, open_discrepancies bigint,
            received_amount numeric(20, 5));
        """

    /// `naive.work()` works everything out for the current state; a function only so that plans are made once a session.
    package static let functions = """
        CREATE FUNCTION naive.work() RETURNS void LANGUAGE plpgsql AS $work$
        #variable_conflict use_column
        BEGIN
        \([readSides, pair, oneSidedRecords, fees, overRefunds, items, statement, summary].joined(separator: ";\n"));
        END $work$;
        CREATE FUNCTION naive.difference() RETURNS TABLE (what text, side text, "row" text) LANGUAGE plpgsql AS $difference$
        BEGIN
        RETURN QUERY \(difference);
        END $difference$;
        """

    private static let readSides = """
        DELETE FROM naive.concluded;
        DELETE FROM naive.record;
        DELETE FROM naive.entry;

        -- 3.7: a run is concluded when its verdict is balanced, pending or discrepancies.
        INSERT INTO naive.concluded
        SELECT DISTINCT channel, account, bill_date FROM recon.runs
        WHERE verdict IN ('balanced', 'pending', 'discrepancies');

        -- 3.1: a record is money when paid, succeeded or processing, and booked on the Shanghai day of its time.
        INSERT INTO naive.record
        SELECT 'payment', payment_no, '', channel, account, channel_trade_no, amount_fen / 100.0, currency, state,
               state = 'paid', paid_at, (paid_at AT TIME ZONE 'Asia/Shanghai')::date
        FROM taobao.payment_record
        UNION ALL
        SELECT 'refund', payment_no, refund_no, channel, account, channel_refund_no, amount_fen / 100.0, currency, state,
               state IN ('succeeded', 'processing'), refunded_at, (refunded_at AT TIME ZONE 'Asia/Shanghai')::date
        FROM taobao.refund_record;

        INSERT INTO naive.entry
        SELECT row_number() OVER (ORDER BY channel, account, bill_date, file_no, line_no), channel, account, bill_date,
               -- The line within the whole bill: a later file's lines come after an earlier one's.
               row_number() OVER (PARTITION BY channel, account, bill_date ORDER BY file_no, line_no),
               entry_type, payment_no, coalesce(refund_no, ''), channel_trade_no, channel_refund_no,
               coalesce(CASE WHEN entry_type = 'refund' THEN channel_refund_no END, channel_trade_no, ''),
               amount, settled_amount, fee, currency, occurred_at, state,
               CASE channel
                   WHEN 'wechatpay' THEN CASE entry_type
                       WHEN 'payment' THEN state = 'SUCCESS'
                       ELSE state IN ('SUCCESS', 'PROCESSING', 'FAIL', 'CHANGE', 'REVOKED') END
                   ELSE state = CASE entry_type WHEN 'payment' THEN '交易' ELSE '退款' END
               END,
               state NOT IN ('FAIL', 'CHANGE')
        FROM recon.bill_entries
        """

    /// 3.3 and the pending entries of 3.4.
    private static let pair = """
        DELETE FROM naive.outcome;
        INSERT INTO naive.outcome
        WITH keyed AS (
            -- Pairing is by key and nothing else, and each account has numbers of its own; an empty payment number is no key.
            SELECT e.*, r.payment_no IS NOT NULL AS has_record,
                   e.is_classified AND e.payment_no <> '' AND r.payment_no IS NULL AND EXISTS (
                       SELECT FROM naive.record other
                       WHERE (other.entry_type, other.payment_no, other.refund_no) = (e.entry_type, e.payment_no, e.refund_no)
                   ) AS is_elsewhere,
                   r.amount AS record_amount, r.currency AS record_currency, r.state AS record_state, r.is_money, r.booked,
                   r.knows
            FROM naive.entry e
            LEFT JOIN naive.record r ON e.is_classified AND e.payment_no <> ''
                 AND (r.channel, r.account, r.entry_type, r.payment_no, r.refund_no)
                     = (e.channel, e.account, e.entry_type, e.payment_no, e.refund_no)
        ), ranked AS (
            -- Those that were executed come first. Among equals the one whose channel number the shop knows, else the
            -- least by (time, bill date, channel number, line).
            SELECT k.*, CASE WHEN is_classified AND payment_no <> '' THEN row_number() OVER (
                       PARTITION BY channel, account, entry_type, payment_no, refund_no, is_classified
                       ORDER BY is_executed DESC, (coalesce(knows, '') <> '' AND knows = channel_no) DESC, at, bill_date,
                                channel_no, line_no)
                   ELSE 1 END AS place
            FROM keyed k
        ), judged AS (
            SELECT ranked.*, CASE
                WHEN NOT is_classified THEN 'unclassified'
                WHEN is_elsewhere THEN 'account_mismatch'
                -- Another row of the key took the pair, and this one moved nothing.
                WHEN place > 1 AND NOT is_executed THEN 'not_executed'
                WHEN place > 1 THEN 'duplicate_in_channel'
                WHEN NOT has_record AND at >= (bill_date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' - a.cut_off
                     AND at < (bill_date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
                     AND NOT EXISTS (SELECT FROM naive.concluded c WHERE (c.channel, c.account, c.bill_date)
                                     = (ranked.channel, ranked.account, ranked.bill_date + 1)) THEN 'pending'
                WHEN NOT has_record THEN 'channel_only'
                WHEN record_currency <> currency THEN 'currency_mismatch'
                WHEN NOT is_executed AND record_state = 'closed' THEN 'not_executed'
                WHEN NOT is_money THEN 'status_mismatch'
                WHEN NOT is_executed AND record_state = 'succeeded' THEN 'status_mismatch'
                WHEN record_amount <> amount THEN 'amount_mismatch'
                WHEN booked = bill_date THEN 'matched'
                ELSE 'cross_day' END AS base
            FROM ranked JOIN naive.account a USING (channel, account)
        )
        SELECT entry_id, base, is_classified AND has_record AND place = 1, record_amount, is_money,
               booked, NULL
        FROM judged
        """

    /// `order_only` of 3.3, and the pending records of 3.4.
    private static let oneSidedRecords = """
        DELETE FROM naive.one_sided;
        INSERT INTO naive.one_sided
        WITH alone AS (
            SELECT r.*, a.cut_off, a.start_date,
                   r.booked::timestamp AT TIME ZONE 'Asia/Shanghai' AS opens,
                   (r.booked + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS closes
            FROM naive.record r JOIN naive.account a USING (channel, account)
            -- An amount of 0 never reaches a channel: it is money only where a bill has its key.
            WHERE r.is_money AND r.amount <> 0
              AND NOT EXISTS (
                  SELECT FROM naive.entry e
                  WHERE e.is_classified AND (e.channel, e.account) = (r.channel, r.account)
                    AND (e.entry_type, e.payment_no, e.refund_no) = (r.entry_type, r.payment_no, r.refund_no))
        ), due AS (
            SELECT alone.*, CASE
                WHEN at >= closes - cut_off AND at < closes
                     AND NOT EXISTS (SELECT FROM naive.concluded c WHERE (c.channel, c.account, c.bill_date)
                                     = (alone.channel, alone.account, booked + 1)) THEN booked + 1
                WHEN at >= opens AND at < opens + cut_off AND booked - 1 >= start_date
                     AND NOT EXISTS (SELECT FROM naive.concluded c WHERE (c.channel, c.account, c.bill_date)
                                     = (alone.channel, alone.account, booked - 1)) THEN booked - 1
                END AS due_date
            FROM alone
        )
        SELECT entry_type, payment_no, refund_no, channel, account, amount, currency, at, booked,
               CASE WHEN due_date IS NULL THEN 'open' ELSE 'pending' END, due_date
        FROM due
        WHERE EXISTS (SELECT FROM naive.concluded c
                      WHERE (c.channel, c.account, c.bill_date) = (due.channel, due.account, booked))
        UNION ALL
        -- A processing refund without a time is pending with no due date; it is of no day.
        SELECT entry_type, payment_no, refund_no, channel, account, amount, currency, NULL, NULL, 'pending', NULL
        FROM due
        WHERE entry_type = 'refund' AND state = 'processing' AND at IS NULL
          AND EXISTS (SELECT FROM naive.concluded c WHERE (c.channel, c.account) = (due.channel, due.account))
        """

    /// 3.3: a payment's fee rounded to fen differs from settled amount × rate rounded half up to fen.
    private static let fees = """
        UPDATE naive.outcome o SET flag = 'fee_mismatch'
        FROM naive.entry e JOIN naive.account a USING (channel, account)
        WHERE o.entry_id = e.entry_id AND e.entry_type = 'payment' AND e.is_classified
          AND round(e.fee, 2) <> round(e.settled_amount * a.fee_rate, 2)
        """

    /// 3.3: the refunds of one payment, over all bills in force and without FAIL and CHANGE, exceed the payment.
    private static let overRefunds = """
        DELETE FROM naive.over_refund;
        INSERT INTO naive.over_refund
        WITH refund AS (
            SELECT entry_id, channel, account, payment_no, at, bill_date, line_no,
                   sum(amount) OVER (PARTITION BY channel, account, payment_no) AS total,
                   sum(amount) OVER (PARTITION BY channel, account, payment_no ORDER BY at, bill_date, line_no
                                     ROWS UNBOUNDED PRECEDING) AS running
            FROM naive.entry
            WHERE entry_type = 'refund' AND is_classified AND is_executed AND payment_no <> ''
        ), payment AS (
            -- The shop's amount, else the bill's, else not checked.
            SELECT DISTINCT p.channel, p.account, p.payment_no, coalesce(
                (SELECT r.amount FROM naive.record r WHERE r.entry_type = 'payment'
                   AND (r.channel, r.account, r.payment_no) = (p.channel, p.account, p.payment_no)),
                (SELECT e.amount FROM naive.entry e WHERE e.entry_type = 'payment' AND e.is_classified
                   AND (e.channel, e.account, e.payment_no) = (p.channel, p.account, p.payment_no)
                 ORDER BY e.at, e.bill_date, e.channel_no, e.line_no LIMIT 1)) AS amount
            FROM refund p
        )
        SELECT DISTINCT ON (channel, account, payment_no) entry_id, payment.amount, total
        FROM refund JOIN payment USING (channel, account, payment_no)
        WHERE running > payment.amount
        ORDER BY channel, account, payment_no, at, bill_date, line_no;
        UPDATE naive.outcome o SET flag = 'over_refund' FROM naive.over_refund x WHERE o.entry_id = x.entry_id
        """
}
