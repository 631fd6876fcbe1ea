import Ledger
import Postgres
import Vocabulary

/// The working tables of one settlement: they live in the session and vanish with the transaction.
enum SettlementTables {
    static let create = """
        CREATE TEMP TABLE open_key (
            entry_type ledger.entry_type, payment_no text, refund_no text) ON COMMIT DROP;
        CREATE TEMP TABLE touched_key (
            entry_type ledger.entry_type, payment_no text, refund_no text) ON COMMIT DROP;
        CREATE TEMP TABLE late_key (LIKE pg_temp.open_key) ON COMMIT DROP;
        CREATE TEMP TABLE touched_payment (account_id integer, payment_no text) ON COMMIT DROP;
        CREATE TEMP TABLE staged_entry (LIKE ledger.entry) ON COMMIT DROP;
        CREATE TEMP TABLE wanted_line (
            account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, line_no integer)
            ON COMMIT DROP;
        CREATE TEMP TABLE found_block (
            account_id integer, bill_date date, entry_type ledger.entry_type, file_no smallint, first_line integer)
            ON COMMIT DROP;
        CREATE TEMP TABLE restored_block (LIKE pg_temp.found_block) ON COMMIT DROP;
        CREATE TEMP TABLE read_block ON COMMIT DROP AS SELECT \(PlainBlock.columns) FROM ledger.plain_block WITH NO DATA;
        ALTER TABLE pg_temp.read_block ALTER lines SET STORAGE EXTERNAL;
        CREATE TEMP TABLE read_record (
            entry_type ledger.entry_type, payment_no text, refund_no text, account_id integer, channel text,
            account text, channel_no text, amount_fen bigint, currency text, state text, occurred_at timestamptz,
            order_nos text) ON COMMIT DROP;
        CREATE TEMP TABLE open_entry (
            is_stored boolean, account_id integer, bill_date date, file_no smallint, line_no integer,
            entry_type ledger.entry_type, payment_no text, refund_no text, channel_no text, channel_trade_no text,
            channel_refund_no text, amount_fen bigint, fee_e5 bigint, expected_fee_fen bigint, currency text,
            occurred_at timestamptz, is_classified boolean, is_executed boolean, old_outcome ledger.outcome,
            flag ledger.outcome) ON COMMIT DROP;
        CREATE TEMP TABLE new_outcome (
            account_id integer, bill_date date, file_no smallint, line_no integer, outcome ledger.outcome,
            due_date date) ON COMMIT DROP;
        CREATE TEMP TABLE record_outcome (
            account_id integer, entry_type ledger.entry_type, payment_no text, refund_no text, outcome ledger.outcome,
            due_date date, paired_bill_date date, paired_file_no smallint, paired_line_no integer,
            paired_amount_fen bigint) ON COMMIT DROP;
        CREATE TEMP TABLE old_record (
            account_id integer, entry_type ledger.entry_type, payment_no text, refund_no text, channel_no text,
            amount_fen bigint, currency text, state text, occurred_at timestamptz, order_nos text[],
            outcome ledger.outcome, due_date date, paired_bill_date date, paired_file_no smallint,
            paired_line_no integer, paired_amount_fen bigint) ON COMMIT DROP;
        CREATE TEMP TABLE new_record (LIKE pg_temp.old_record) ON COMMIT DROP;
        CREATE TEMP TABLE payment_amount (
            account_id integer, payment_hash bigint, payment_no text, amount_fen bigint) ON COMMIT DROP;
        CREATE TEMP TABLE over_refund (
            account_id integer, payment_no text, refund_no text, bill_date date, file_no smallint, line_no integer,
            payment_fen bigint, total_fen bigint) ON COMMIT DROP;
        CREATE TEMP TABLE found_item (
            account_id integer, code ledger.outcome, bill_date date, entry_type ledger.entry_type, payment_no text,
            refund_no text, channel_no text, occurrence integer, order_nos text[], channel_trade_no text,
            channel_refund_no text, order_fen bigint, channel_fen bigint, difference_fen bigint, currency text,
            occurred_at timestamptz, due_date date, is_waiting boolean, details jsonb) ON COMMIT DROP;
        CREATE TEMP TABLE known_item (LIKE ledger.item) ON COMMIT DROP;
        CREATE TEMP TABLE changed_day (account_id integer, bill_date date) ON COMMIT DROP;
        CREATE TEMP TABLE day_run (
            account_id integer, bill_date date, run_id bigint, former_run_id bigint, bill_id bigint,
            PRIMARY KEY (account_id, bill_date)) ON COMMIT DROP;
        CREATE TEMP TABLE item_change (
            account_id integer, item_id bigint, change text, event text, former_day date, former_status text,
            former_fen bigint) ON COMMIT DROP
        """

    /// Takes up, by key, all that the ledger holds open about this day, or waiting for it.
    static func setAsideDay(_ input: DayInput, _ connection: borrowing Connection) throws {
        let day = [String(input.accountID), input.day.description]
        try connection.query(
            """
            INSERT INTO pg_temp.open_key
            SELECT entry_type, payment_no, refund_no FROM ledger.entry
             WHERE account_id = $1 AND bill_date = $2::date AND (outcome <> 'matched' OR flag IS NOT NULL)
            UNION SELECT entry_type, payment_no, refund_no FROM ledger.entry
             WHERE account_id = $1 AND bill_date = $2::date - 1 AND outcome = 'pending'
            """, day)
        // What a person called corrected is looked at again, whatever else of the day stays as it was.
        try connection.query(
            """
            INSERT INTO pg_temp.touched_payment
            SELECT DISTINCT account_id, payment_no FROM ledger.item
             WHERE account_id = $1 AND code = 'over_refund' AND found AND (bill_date = $2::date OR late_on = $2::date)
            """, day)
        try takeUpOpenRecords(input, connection, into: "open_key")
        try connection.execute("INSERT INTO pg_temp.touched_key SELECT * FROM pg_temp.open_key")
    }

    /// Payments whose refunds the day's bill held until now.
    static func setAsideRefundedPayments(_ input: DayInput, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            INSERT INTO pg_temp.touched_payment
            SELECT DISTINCT account_id, payment_no FROM ledger.refund WHERE account_id = $1 AND bill_date = $2::date
            """, [String(input.accountID), input.day.description])
    }

    /// Records and items that stand open in the day, were booked on it, or wait for its bill. Read once more when the
    /// settlement's turn has come: another account's may have added some.
    static func takeUpOpenRecords(
        _ input: DayInput, _ connection: borrowing Connection, into table: String
    ) throws {
        try connection.query(
            """
            INSERT INTO pg_temp.\(table)
            SELECT entry_type, payment_no, refund_no FROM ledger.record
             WHERE account_id = $1 AND (booked_on = $2::date OR booked_on IS NULL OR due_date = $2::date)
            UNION SELECT entry_type, payment_no, refund_no FROM ledger.item
             WHERE account_id = $1 AND found AND code <> 'over_refund'
               AND (bill_date = $2::date OR bill_date IS NULL OR late_on = $2::date)
            """, [String(input.accountID), input.day.description])
    }
}
