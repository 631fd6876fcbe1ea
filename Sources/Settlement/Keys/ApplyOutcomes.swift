import Ledger
import Postgres
import Vocabulary

/// Writes the outcome of every open entry and record, and notes each day that this changed.
func applyOutcomes(_ input: DayInput, _ connection: borrowing Connection) throws {
    let recordColumns = """
        account_id, entry_type, payment_no, refund_no, channel_no, amount_fen, currency, state, occurred_at, order_nos,
        outcome, due_date, paired_bill_date, paired_file_no, paired_line_no, paired_amount_fen
        """
    // Entries of this day are new; those of other days change only where their outcome does, and never in a closed day.
    try connection.execute(
        """
        INSERT INTO ledger.entry (\(EntryRow.columns))
        SELECT e.account_id, e.bill_date, e.file_no, e.line_no, e.entry_type, n.outcome, e.flag, e.payment_hash,
               e.payment_no, e.refund_no, e.channel_trade_no, e.channel_refund_no, e.amount_fen, e.settled_fen,
               e.fee_e5, e.expected_fee_fen, e.currency, e.occurred_at, e.state
        FROM pg_temp.staged_entry e JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no);
        UPDATE ledger.entry e SET outcome = n.outcome
        FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
        WHERE o.is_stored AND o.old_outcome <> n.outcome AND o.bill_date > \(ClosedPeriod.through) AND e.account_id = o.account_id
          AND e.bill_date = o.bill_date AND e.file_no = o.file_no AND e.line_no = o.line_no
        """)
    // A record stays in the ledger while it is at odds with its entry, paired across days, or missed on a concluded
    // day. What is plainly paired inside its day is not kept: its entry says it all.
    try connection.query(
        """
        INSERT INTO pg_temp.old_record
        SELECT \(recordColumns) FROM ledger.record JOIN pg_temp.key USING (entry_type, payment_no, refund_no)
        """)
    try connection.query(
        """
        INSERT INTO pg_temp.new_record
        SELECT r.account_id, r.entry_type, r.payment_no, r.refund_no, r.channel_no, r.amount_fen, r.currency, r.state,
               r.occurred_at, r.order_nos::text[], s.outcome, s.due_date, s.paired_bill_date, s.paired_file_no,
               s.paired_line_no, s.paired_amount_fen
        FROM pg_temp.read_record r JOIN pg_temp.record_outcome s USING (account_id, entry_type, payment_no, refund_no)
        WHERE s.outcome <> 'matched'
          AND (s.paired_bill_date IS NOT NULL
               OR (r.occurred_at IS NULL AND (r.account_id = $1 OR EXISTS (
                   SELECT FROM ledger.day d WHERE d.concluded AND d.account_id = r.account_id)))
               OR EXISTS (SELECT FROM ledger.day d WHERE d.concluded AND d.account_id = r.account_id
                            AND d.bill_date = (r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date)
               OR (r.account_id = $1 AND (r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date = $2::date))
        """, [String(input.accountID), input.day.description])
    try connection.execute(
        """
        DELETE FROM ledger.record r USING pg_temp.key k
        WHERE r.entry_type = k.entry_type AND r.payment_no = k.payment_no AND r.refund_no = k.refund_no;
        INSERT INTO ledger.record (\(recordColumns)) SELECT \(recordColumns) FROM pg_temp.new_record;
        INSERT INTO pg_temp.changed_day
        SELECT o.account_id, o.bill_date
        FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
        WHERE o.old_outcome IS DISTINCT FROM n.outcome
        UNION
        SELECT account_id, unnest(ARRAY[(occurred_at AT TIME ZONE 'Asia/Shanghai')::date, paired_bill_date])
        FROM ((SELECT * FROM pg_temp.old_record EXCEPT SELECT * FROM pg_temp.new_record)
              UNION ALL (SELECT * FROM pg_temp.new_record EXCEPT SELECT * FROM pg_temp.old_record)) AS differing
        """)
}
