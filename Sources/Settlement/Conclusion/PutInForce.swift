import Bills
import Ledger
import Postgres
import Vocabulary

/// A bill that is to be in force: what was read of it.
struct ReadBillFacts {
    var billID: Int64
    var files: [BillFile]
    /// Digest of its rows, and of these with their lines.
    var entries: String
    var stored: String
    var rows: Int64
    /// What the result rests on beside the bill.
    var workedFrom: String
    var liftShareLimitReason: String?
}

extension DayInput {
    func facts(_ sides: SidesRead) -> ReadBillFacts {
        ReadBillFacts(
            billID: billID, files: files, entries: sides.entries.text, stored: sides.entries.stored,
            rows: sides.summary.rows, workedFrom: workedFrom(sides.records), liftShareLimitReason: liftShareLimitReason)
    }
}

/// Puts the run in force, inside the verdict's own transaction.
func putInForce(
    _ input: some StepInput, of account: ChannelAccount, _ facts: ReadBillFacts, _ connection: borrowing Connection
) throws {
    let key = UnitKey(input.accountID, input.day, input.kind)
    let bill = String(facts.billID)
    try connection.query(
        "UPDATE ledger.bill SET entries = $3, stored = $4 WHERE account_id = $1 AND bill_id = $2",
        [String(input.accountID), bill, facts.entries, facts.stored])
    let changed = try connection.query(
        """
        INSERT INTO ledger.day_event (account_id, bill_date, kind, event, run_id, note)
        SELECT d.account_id, d.bill_date, d.kind, 'bill_changed', $4,
               'the bill has other content than that of run ' || d.run_id
        FROM ledger.day d JOIN ledger.bill former USING (account_id, bill_id)
        JOIN ledger.bill now ON now.account_id = d.account_id AND now.bill_id = $5
        WHERE d.account_id = $1 AND d.bill_date = $2::date AND d.kind = $3 AND d.concluded
          AND former.entries <> now.entries
        RETURNING note
        """, key.parameters + [String(input.runID), bill])
    try AlarmJournal.endAll(of: key, connection)
    if changed.count == 1 {
        let problem = Problem(
            .billChanged, changed.text(0, 0), at: Place(account: account, day: input.day))
        try AlarmJournal.raise(
            Alarm(
                cause: AlarmCause.billChanged(key, runID: input.runID), key, runID: input.runID, problem: problem),
            input.accountID, connection)
    }
    if let reason = facts.liftShareLimitReason {
        try connection.query(
            """
            INSERT INTO ledger.day_event (account_id, bill_date, kind, event, run_id, note)
            VALUES ($1, $2::date, $3, 'share_limit_lifted', $4, $5)
            """, key.parameters + [String(input.runID), reason])
    }
    try connection.query(
        """
        INSERT INTO ledger.day
            (account_id, bill_date, kind, run_id, concluded, bill_id, last_attempt_run_id, worked_from)
        VALUES ($1, $2::date, $3, $4, true, $5, $4, $6)
        ON CONFLICT (account_id, bill_date, kind) DO UPDATE SET run_id = excluded.run_id, concluded = true,
            bill_id = excluded.bill_id, last_attempt_run_id = excluded.last_attempt_run_id,
            worked_from = excluded.worked_from
        """, key.parameters + [String(input.runID), bill, facts.workedFrom])
    try connection.query(
        """
        UPDATE ledger.bill_file SET rows = $4 WHERE account_id = $1 AND bill_date = $2::date AND kind = $3
           AND sha256 = ANY($5::text[]) AND rows IS NULL
        """, key.parameters + [String(facts.rows), facts.files.digests])
}
