import Orders
import Postgres
import Vocabulary

/// Adds up the refunds of every payment that this run touched, over all bills in force, and marks the refund with which
/// their sum first exceeds the payment (Contract 3.3, `over_refund`).
/// - Parameter isUnchanged: of the day's own refunds, only those count that were touched.
func addUpRefunds(
    _: AppliedOutcomes, _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot,
    _ countedLines: CountedLines, isUnchanged: Bool
) throws -> AddedUpRefunds {
    try connection.execute(
        input.sql(PackageResources.touch_refunds_sql).replacing(":is_unchanged", with: String(isUnchanged)))
    try addPaymentAmounts(input, connection, orders, countedLines)
    try connection.execute(input.sql(PackageResources.find_excess_sql))
    let largest = try connection.query("SELECT max(total_fen) FROM pg_temp.excess")
    _ = try largest.sum(0, 0, at: Place(account: input.account, day: input.day))
    try connection.execute(input.sql(PackageResources.mark_excess_sql))
    try connection.execute(input.sql(PackageResources.wanted_refunds_sql))
    try takeOutLines(keep: true, input, countedLines, connection)
    if try connection.query("SELECT FROM pg_temp.changed_excess LIMIT 1").count > 0 {
        try connection.execute(input.sql(PackageResources.flag_excess_sql))
    }
    return AddedUpRefunds()
}
