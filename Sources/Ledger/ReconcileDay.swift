import Bills
import Matching
import Orders
import Postgres
import Vocabulary

/// Reads both sides of one day and concludes it, in one transaction. The caller holds the account's lease (so that the
/// last one to read is the last one to write) and has begun the run.
///
/// - Parameter onOrders: called with what ends the reading of the orders.
/// - Throws: a `Problem` of exit `.incomplete` or `.badData` where no conclusion could be reached: nothing was changed.
package func reconcileDay(
    _ input: DayInput, _ connection: borrowing Connection, orders source: OrdersSource, bill: BillReading,
    onOrders: (Canceller?) -> Void = { _ in }, progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    // What a killed process left is in nobody's way; if it cannot be tidied up now, a later run will.
    _ = try? tidyEntries(connection)
    let orders = try OrderSnapshot(
        source, wholeAfter: input.day.endEpochSeconds + input.rules.cutOffWindowSeconds)
    onOrders(orders.canceller)
    try noteOrderRelations(source, orders, connection)
    var table = EntriesTable(input)
    let verdict: Verdict
    do {
        verdict = try connection.transaction {
            try settleDay(input, &table, connection, orders, bill: bill, progress: progress)
        }
    } catch {
        if table.isAhead, connection.isUsable { _ = try? connection.query("SELECT ledger.tidy_loads()") }
        throw error
    }
    // The verdict stands, whether or not the look-ups have their indexes yet; `tidyEntries` makes those that fail here.
    // Payment numbers first: they are what people look up, and what other days' runs do.
    _ = try? connection.query("SELECT ledger.index_partition($1)", [table.partition])
    _ = try? connection.query("SELECT ledger.index_numbers($1)", [table.partition])
    return verdict
}
