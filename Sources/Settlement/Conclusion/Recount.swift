import Bills
import Ledger
import Postgres
import Vocabulary

/// Counts and sums by type, once more from the tables: every row of the bill is in exactly one place.
func recount(_ input: DayInput, _ summary: BillSummary, _ connection: borrowing Connection) throws {
    let place = Place(account: input.account, day: input.day)
    let rows = try connection.query(input.sql(PackageResources.recount_sql))
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
                found: text(found[0], found[1], found[2], found[3]))
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
func carryTotals(_ input: DayInput, _ connection: borrowing Connection) throws {
    try connection.execute(input.sql(PackageResources.carry_totals_sql))
}
