import Bills
import Rules
import Orders
import Postgres
import Vocabulary

/// The shop's side must be whole before anything is concluded (Contract 3.2): some money where the bill has
/// payments, and not too many entries that the shop has never heard of.
func requireWholeShopSide(
    _ input: DayInput, _ sides: SidesRead, _ connection: borrowing Connection
) throws {
    let summary = sides.summary
    let place = Place(account: input.account, day: input.day)
    // Of an unchanged day, the open entries stand where they stood.
    let openEntries =
        sides.isUnchanged
        ? """
        (SELECT * FROM ledger.entry WHERE account_id = \(input.accountID) AND bill_date = '\(input.day)'
            AND outcome <> 'matched')
        """ : "pg_temp.staged_entry"
    let rows = try connection.query(
        """
        SELECT (SELECT count(*) FROM \(openEntries) e WHERE e.outcome <> 'unclassified' AND NOT EXISTS (
                    SELECT FROM pg_temp.read_record r WHERE r.entry_type = e.entry_type
                       AND r.payment_no = e.payment_no AND r.refund_no = e.refund_no AND r.account_id = $1)),
               EXISTS (SELECT FROM pg_temp.read_record
                       WHERE account_id = $1 AND state IN ('paid', 'succeeded', 'processing'))
        """, [String(input.accountID)])
    if summary.payments.rows > 0, !sides.records.hasMoney, !rows.bool(0, 1) {
        throw Problem(
            .ordersEmpty, "the bill has payments and the shop's side has no money record at all", at: place,
            expected: "records for \(summary.payments.rows) payments", found: "none",
            hint: "See that the order relations are filled, with channel and account spelt as in the configuration.")
    }
    let unknown = try rows.int(0, 0)
    let limit = input.rules.unmatchedShareLimitPercent
    if summary.rows >= AccountRules.unmatchedShareFromEntries, unknown * 100 > summary.rows * limit,
        input.liftShareLimitReason == nil
    {
        throw Problem(
            .ordersUnmatchedShare, "too many entries of the bill have no shop record of their account", at: place,
            expected: "at most \(limit) % of \(summary.rows) entries", found: "\(unknown) entries",
            hint: """
                See that the order relations hold this day, with channel and account spelt as in the configuration; if \
                they do, run it again with --lift-share-limit and the reason.
                """)
    }
}

/// On a day without a bill every money record must be explained (Contract 3.2, zero day).
func requireExplainedZeroDay(_ input: DayInput, _ summary: BillSummary, _ connection: borrowing Connection) throws {
    guard summary.rows == 0 else { return }
    let rows = try connection.query(
        """
        SELECT count(*), min(payment_no) FROM ledger.record
        WHERE account_id = $1 AND booked_on = $2::date AND is_money AND paired_bill_date IS NULL
          AND occurred_at >= to_timestamp($3) AND occurred_at < to_timestamp($4)
        """,
        [
            String(input.accountID), input.day.description,
            String(input.day.startEpochSeconds + input.rules.cutOffWindowSeconds),
            String(input.day.endEpochSeconds - input.rules.cutOffWindowSeconds),
        ])
    let unexplained = try rows.int(0, 0)
    guard unexplained > 0 else { return }
    throw Problem(
        .ordersOnZeroDay, "the channel says that the day had no business, the shop booked money on it",
        at: Place(account: input.account, day: input.day), expected: "no money record outside the cut-off window",
        found: "\(unexplained), the first for payment \(shownNumber(rows.text(0, 1)))",
        hint: "Ask the channel for the day's bill once more; if it stays empty, the shop's records are wrong.")
}

/// Every money record that was read of the day stands in its statement, once (Contract 2): in the shop's total, or in
/// `currency_mismatch`, which is left out of that.
func requireEveryRecordStated(
    _ input: DayInput, _ records: RecordsDigest, _ connection: borrowing Connection
) throws {
    let rows = try connection.query(
        """
        SELECT s.entry_type, s.entries + c.records, s.amount_fen + c.amount_fen
        FROM ledger.statement_line s CROSS JOIN LATERAL (
            SELECT count(*) AS records, coalesce(sum(amount_fen), 0) AS amount_fen FROM ledger.record r
            WHERE r.account_id = s.account_id AND r.entry_type = s.entry_type AND r.booked_on = $3::date AND r.is_money
              AND r.outcome = 'currency_mismatch') c
        WHERE s.account_id = $1 AND s.run_id = $2 AND s.line = 'orders'
        """, [String(input.accountID), String(input.runID), input.day.description])
    for row in 0..<rows.count {
        let type = EntryType(rawValue: rows.text(row, 0)) ?? .payment
        let read = records.booked(type)
        let stated = (records: try rows.int(row, 1), amountFen: try rows.int(row, 2))
        guard stated.amountFen == read.amountFen, stated.records <= read.records,
            stated.records >= read.records - read.ofNothing
        else {
            throw Problem(
                .ordersCountDiffers,
                "the statement does not hold every \(type.rawValue) that the shop booked on the day",
                at: Place(account: input.account, day: input.day),
                expected: "\(read.records) records, \(Fen.yuan(read.amountFen))",
                found: "\(stated.records) records, \(Fen.yuan(stated.amountFen))",
                hint: "Nothing was written. This is a fault of the program: please report it with the bill.")
        }
    }
}
