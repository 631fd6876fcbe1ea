import Ledger
import Bills
import Rules
import Postgres
import Vocabulary

/// Opens a run for every other concluded and open day that this one changed (`rematch`, Contract 3.4).
func openRuns(_ input: DayInput, _ connection: borrowing Connection) throws {
    try connection.query(
        """
        INSERT INTO pg_temp.day_run
        SELECT $1, $2::date, $3, d.run_id, NULL FROM (SELECT) AS always
        LEFT JOIN ledger.day d ON d.account_id = $1 AND d.bill_date = $2::date AND d.concluded
        """, [String(input.accountID), input.day.description, String(input.runID)])
    try connection.query(
        """
        SELECT ledger.lock_attempts(account_id, bill_date)
        FROM (SELECT DISTINCT account_id, bill_date FROM pg_temp.changed_day ORDER BY 1, 2) AS changed
        """)
    try connection.query(
        """
        WITH other AS (
            SELECT d.account_id, d.bill_date, d.run_id, d.bill_id FROM ledger.day d
            WHERE d.concluded AND (d.account_id, d.bill_date) IN (SELECT account_id, bill_date FROM pg_temp.changed_day)
              AND (d.account_id, d.bill_date) <> ($1, $2::date) AND d.bill_date > \(ClosedPeriod.through)),
        opened AS (
            INSERT INTO ledger.run (account_id, bill_date, attempt, requested_by, state, bill_id, started_at)
            SELECT o.account_id, o.bill_date,
                   (SELECT max(attempt) + 1 FROM ledger.run r
                     WHERE r.account_id = o.account_id AND r.bill_date = o.bill_date),
                   'rematch', 'matching', o.bill_id, clock_timestamp()
            FROM other o ORDER BY o.account_id, o.bill_date
            RETURNING account_id, bill_date, run_id)
        INSERT INTO pg_temp.day_run
        SELECT account_id, bill_date, opened.run_id, other.run_id, other.bill_id
        FROM opened JOIN other USING (account_id, bill_date)
        """, [String(input.accountID), input.day.description])
}

/// Gives every changed day its sums, its statement and its verdict. Returns the verdict of the day that was asked for.
func concludeDays(
    _ input: DayInput, _ sides: SidesRead, _ connection: borrowing Connection
) throws -> Verdict {
    try recount(input, sides.summary, connection)
    try carryTotals(input, connection)
    try writeStatements(input, connection)
    try putInForce(input, sides, connection)
    let verdict = try writeVerdicts(input, connection)
    if let lease = input.lease { try lease.requireHeld(connection) }
    return verdict
}

/// Counts and sums by type, once more from the tables: every row of the bill is in exactly one place.
private func recount(_ input: DayInput, _ summary: BillSummary, _ connection: borrowing Connection) throws {
    let day = "account_id = \(input.accountID) AND bill_date = '\(input.day)'"
    let place = Place(account: input.account, day: input.day)
    let rows = try connection.query(
        """
        SELECT t.entry_type, e.rows, e.fen, e.settled_fen, e.fee_e5, e.matched, e.matched_fen
        FROM (VALUES ('payment'::ledger.entry_type), ('refund')) AS t(entry_type)
        LEFT JOIN (
            SELECT entry_type, sum(rows) AS rows, sum(fen) AS fen, sum(settled_fen) AS settled_fen, sum(fee_e5) AS fee_e5,
                   sum(rows) FILTER (WHERE outcome = 'matched') AS matched,
                   sum(fen) FILTER (WHERE outcome = 'matched') AS matched_fen
            FROM (SELECT entry_type, outcome, count(*) AS rows, sum(amount_fen) AS fen, sum(settled_fen) AS settled_fen,
                         sum(fee_e5) AS fee_e5
                  FROM ledger.entry WHERE \(day) GROUP BY 1, 2
                  UNION ALL
                  SELECT entry_type, 'matched', sum(entries), sum(amount_fen), sum(settled_fen), sum(fee_e5)
                  FROM ledger.plain_block WHERE \(day) GROUP BY 1) AS counted
            GROUP BY 1) e USING (entry_type)
        """)
    for row in 0..<rows.count {
        let decoded = rows.text(row, 0) == "payment" ? summary.payments : summary.refunds
        let found = try (1...6).map { try rows.sum(row, $0, at: place) }
        guard found.prefix(4) == [decoded.rows, decoded.amountFen, decoded.settledFen, decoded.feesE5] else {
            func text(_ rows: Int64, _ amountFen: Int64, _ settledFen: Int64, _ feesE5: Int64) -> String {
                "\(rows) rows, \(Fen.yuan(amountFen)), settled \(Fen.yuan(settledFen)), fees \(Fen.yuan(e5: feesE5))"
            }
            throw Problem(
                .recountDiffers, "the \(rows.text(row, 0)) entries in the ledger are not the ones that were decoded",
                at: place,
                expected: text(decoded.rows, decoded.amountFen, decoded.settledFen, decoded.feesE5),
                found: text(found[0], found[1], found[2], found[3]),
                hint: "Nothing was written. This is a fault of the program: please report it with the bill.")
        }
        try connection.query(
            """
            INSERT INTO ledger.run_total (account_id, run_id, entry_type, rows, amount_fen, other_discounts_fen,
                channel_total_fen, settled_fen, fees_e5, matched_rows, matched_fen)
            VALUES ($1, $2, $3::ledger.entry_type, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                String(input.accountID), String(input.runID), rows.text(row, 0), String(decoded.rows),
                String(decoded.amountFen), String(decoded.otherDiscountsFen), String(decoded.channelTotalFen),
                String(decoded.settledFen), String(decoded.feesE5), String(found[4]), String(found[5]),
            ])
    }
}

/// The other days' bills are as they were; only what is plain in them may have become more or less.
private func carryTotals(_ input: DayInput, _ connection: borrowing Connection) throws {
    try connection.query(
        """
        INSERT INTO ledger.run_total (account_id, run_id, entry_type, rows, amount_fen, other_discounts_fen,
            channel_total_fen, settled_fen, fees_e5, matched_rows, matched_fen)
        SELECT d.account_id, d.run_id, t.entry_type, t.rows, t.amount_fen, t.other_discounts_fen, t.channel_total_fen,
               t.settled_fen, t.fees_e5, t.matched_rows + coalesce(c.rows, 0), t.matched_fen + coalesce(c.amount_fen, 0)
        FROM pg_temp.day_run d
        JOIN ledger.run_total t ON t.account_id = d.account_id AND t.run_id = d.former_run_id
        LEFT JOIN (
            SELECT o.account_id, o.bill_date, o.entry_type,
                   sum((n.outcome = 'matched')::int - (o.old_outcome = 'matched')::int) AS rows,
                   sum(((n.outcome = 'matched')::int - (o.old_outcome = 'matched')::int) * o.amount_fen) AS amount_fen
            FROM pg_temp.open_entry o JOIN pg_temp.new_outcome n USING (account_id, bill_date, file_no, line_no)
            WHERE o.is_stored GROUP BY 1, 2, 3) c
          ON c.account_id = d.account_id AND c.bill_date = d.bill_date AND c.entry_type = t.entry_type
        WHERE d.run_id <> $1
        """, [String(input.runID)])
}

private func writeStatements(_ input: DayInput, _ connection: borrowing Connection) throws {
    struct Key: Hashable {
        var accountID: Int64
        var day: String
        var type: String
    }
    let place = Place(account: input.account, day: input.day)
    /// Number and money, in two columns that follow one another.
    func sum(_ rows: borrowing Rows, _ row: Int, _ column: Int) throws -> Sum {
        Sum(try rows.sum(row, column, at: place), try rows.sum(row, column + 1, at: place))
    }
    var facts: [Key: StatementFacts] = [:]
    var runs: [Key: Int64] = [:]
    let totals = try connection.query(
        """
        SELECT d.account_id, d.bill_date, t.entry_type, d.run_id, t.rows, t.amount_fen, t.other_discounts_fen,
               t.channel_total_fen, t.matched_rows, t.matched_fen
        FROM pg_temp.day_run d JOIN ledger.run_total t USING (account_id, run_id)
        """)
    for row in 0..<totals.count {
        let key = try Key(accountID: totals.int(row, 0), day: totals.text(row, 1), type: totals.text(row, 2))
        var fact = StatementFacts()
        fact.bill = try sum(totals, row, 4)
        fact.otherDiscountsFen = try totals.sum(row, 6, at: place)
        fact.channelTotalFen = try totals.sum(row, 7, at: place)
        fact.entries[.matched] = try sum(totals, row, 8)
        facts[key] = fact
        runs[key] = try totals.int(row, 3)
    }
    let entries = try connection.query(
        """
        SELECT e.account_id, e.bill_date, e.entry_type, e.outcome, count(*), sum(e.amount_fen)
        FROM pg_temp.day_run d JOIN ledger.entry e USING (account_id, bill_date)
        WHERE e.outcome <> 'matched' GROUP BY 1, 2, 3, 4
        """)
    for row in 0..<entries.count {
        let key = try Key(accountID: entries.int(row, 0), day: entries.text(row, 1), type: entries.text(row, 2))
        if let outcome = Outcome(rawValue: entries.text(row, 3)) {
            facts[key]?.entries[outcome] = try sum(entries, row, 4)
        }
    }
    let booked = try connection.query(
        """
        SELECT r.account_id, r.booked_on, r.entry_type, count(*), sum(r.amount_fen),
               count(*) FILTER (WHERE paired_bill_date <> booked_on),
               coalesce(sum(r.amount_fen) FILTER (WHERE paired_bill_date <> booked_on), 0),
               count(*) FILTER (WHERE outcome = 'pending'),
               coalesce(sum(r.amount_fen) FILTER (WHERE outcome = 'pending'), 0),
               count(*) FILTER (WHERE outcome = 'order_only'),
               coalesce(sum(r.amount_fen) FILTER (WHERE outcome = 'order_only'), 0)
        FROM pg_temp.day_run d JOIN ledger.record r ON r.account_id = d.account_id AND r.booked_on = d.bill_date
        WHERE r.is_money AND r.outcome <> 'currency_mismatch' GROUP BY 1, 2, 3
        """)
    for row in 0..<booked.count {
        let key = try Key(accountID: booked.int(row, 0), day: booked.text(row, 1), type: booked.text(row, 2))
        facts[key]?.records.booked = try sum(booked, row, 3)
        facts[key]?.records.bookedAndPairedOtherDay = try sum(booked, row, 5)
        facts[key]?.records.bookedPending = try sum(booked, row, 7)
        facts[key]?.records.bookedOrderOnly = try sum(booked, row, 9)
    }
    let paired = try connection.query(
        """
        SELECT r.account_id, r.paired_bill_date, r.entry_type,
               count(*) FILTER (WHERE booked_on IS DISTINCT FROM paired_bill_date),
               coalesce(sum(r.amount_fen) FILTER (WHERE booked_on IS DISTINCT FROM paired_bill_date), 0),
               coalesce(sum(paired_amount_fen - r.amount_fen) FILTER (WHERE outcome = 'amount_mismatch'), 0),
               count(*) FILTER (WHERE outcome = 'status_mismatch'),
               coalesce(sum(paired_amount_fen) FILTER (WHERE outcome = 'status_mismatch'), 0),
               coalesce(sum(paired_amount_fen - r.amount_fen) FILTER (WHERE outcome = 'status_mismatch'), 0)
        FROM pg_temp.day_run d JOIN ledger.record r ON r.account_id = d.account_id AND r.paired_bill_date = d.bill_date
        WHERE r.is_money AND r.outcome <> 'currency_mismatch' GROUP BY 1, 2, 3
        """)
    for row in 0..<paired.count {
        let key = try Key(accountID: paired.int(row, 0), day: paired.text(row, 1), type: paired.text(row, 2))
        facts[key]?.records.fromOtherDay = try sum(paired, row, 3)
        facts[key]?.records.amountMismatchFen = try paired.sum(row, 5, at: place)
        facts[key]?.records.failedRefundEntries = try sum(paired, row, 6)
        facts[key]?.records.failedRefundDifferenceFen = try paired.sum(row, 8, at: place)
    }
    for (key, fact) in facts {
        let statement = Statement(fact)
        if statement.isTooLarge { throw sumTooLarge(nil, at: place) }
        guard statement.closes else { throw openStatement(statement, input, type: key.type, day: key.day) }
        for (line, sum) in statement.lines {
            try connection.query(
                "INSERT INTO ledger.statement_line VALUES ($1, $2, $3::ledger.entry_type, $4, $5, $6, $7)",
                [
                    String(key.accountID), String(runs[key] ?? 0), key.type, String(line.number), line.rawValue,
                    String(sum.count), String(sum.amountFen),
                ])
        }
    }
}

private func openStatement(_ statement: Statement, _ input: DayInput, type: String, day: String) -> Problem {
    let gap = statement.chainGap == Sum() ? statement[.residual] : statement.chainGap
    return Problem(
        .statementOpen, "the statement of the \(type)s does not close",
        at: Place(account: input.account, day: BusinessDay(day)),
        expected: "a residual of 0.00 and 0 entries", found: "\(Fen.yuan(gap.amountFen)) and \(gap.count) entries",
        hint: "Compare the bill's own totals with its rows: money stands in them that no rule explains.")
}

private func writeVerdicts(_ input: DayInput, _ connection: borrowing Connection) throws -> Verdict {
    try connection.execute(
        """
        UPDATE ledger.run r SET state = 'done', finished_at = clock_timestamp(), entries = t.rows,
               matched = t.matched_rows - o.flagged_matched, cross_day = o.cross_day, pending = i.waiting,
               discrepancies = i.open,
               verdict = CASE WHEN i.open > 0 THEN 'discrepancies' WHEN i.waiting > 0 THEN 'pending'
                              ELSE 'balanced' END::ledger.verdict
        FROM pg_temp.day_run d
        CROSS JOIN LATERAL (SELECT sum(rows) AS rows, sum(matched_rows) AS matched_rows FROM ledger.run_total
             WHERE account_id = d.account_id AND run_id = d.run_id) t
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE outcome = 'cross_day' AND flag IS NULL) AS cross_day,
                   count(*) FILTER (WHERE outcome = 'matched' AND flag IS NOT NULL) AS flagged_matched
            FROM ledger.entry WHERE account_id = d.account_id AND bill_date = d.bill_date
             AND (outcome <> 'matched' OR flag IS NOT NULL)) o
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE status = 'pending') AS waiting,
                   count(*) FILTER (WHERE status IN ('open', 'acknowledged')) AS open
            FROM ledger.shown_item WHERE account_id = d.account_id AND day = d.bill_date) i
        WHERE r.account_id = d.account_id AND r.run_id = d.run_id;
        UPDATE ledger.day y SET run_id = d.run_id, last_attempt_run_id = d.run_id
        FROM pg_temp.day_run d
        WHERE y.account_id = d.account_id AND y.bill_date = d.bill_date AND d.run_id <> \(input.runID)
        """)
    let rows = try connection.query(
        "SELECT verdict FROM ledger.run WHERE account_id = $1 AND run_id = $2",
        [String(input.accountID), String(input.runID)])
    return Verdict(rawValue: rows.text(0, 0)) ?? .incomplete
}
