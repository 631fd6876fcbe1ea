import Ledger
import Bills
import Postgres
import Vocabulary

/// Nothing without rows displaces a bill in force that has some (Contract 3.2): no answer of a channel, signed or
/// not, no empty file, and no empty bill that a person imports, who may have asked the console for the wrong account. Here,
/// in the settlement's own transaction, as every way to a verdict leads through it.
/// - Throws: `bill.vanished`.
func requireRowsWhereThereWereSome(
    _ input: DayInput, _ summary: BillSummary, _ connection: borrowing Connection
) throws {
    guard summary.rows == 0 else { return }
    let inForce = try connection.query(
        """
        SELECT d.run_id, sum(t.rows) FROM ledger.day d JOIN ledger.run_total t USING (account_id, run_id)
        WHERE d.account_id = $1 AND d.bill_date = $2::date AND d.kind = 'trade' AND d.concluded
        GROUP BY d.run_id HAVING sum(t.rows) > 0
        """, [String(input.accountID), input.day.description])
    guard inForce.count == 1 else { return }
    throw Problem(
        .billVanished, "this day has a bill in force, and now there is said to be none, or one without a row",
        at: Place(account: input.account, day: input.day),
        expected: "the \(inForce.text(0, 1)) entries of run \(inForce.text(0, 0))",
        found: input.source == .noData ? "the answer that there is no bill" : "a bill without entries")
}
