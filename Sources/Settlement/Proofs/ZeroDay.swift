import Bills
import Orders
import Postgres
import Rules
import Vocabulary

/// On a day without a bill every money record must be explained (Contract 3.2, zero day).
func requireExplainedZeroDay(
    _: AppliedOutcomes, _ input: DayInput, _ summary: BillSummary, _ connection: borrowing Connection
) throws {
    guard summary.rows == 0 else { return }
    let rows = try connection.query(
        input.sql(PackageResources.records_on_zero_day_sql),
        [
            String(input.day.startEpochSeconds + input.rules.cutOffWindowSeconds),
            String(input.day.endEpochSeconds - input.rules.cutOffWindowSeconds),
        ])
    let unexplained = try rows.int(0, 0)
    guard unexplained > 0 else { return }
    throw Problem(
        .ordersOnZeroDay, "the channel says that the day had no business, the shop booked money on it",
        at: Place(account: input.account, day: input.day), expected: "no money record outside the cut-off window",
        found: "\(unexplained), the first for payment \(shownNumber(rows.text(0, 1)))")
}
