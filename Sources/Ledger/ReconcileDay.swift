import Bills
import Matching
import Orders
import Postgres
import Vocabulary

/// Reads both sides of one day and concludes it, in one transaction. The caller holds the account's lock (so that the
/// last one to read is the last one to write) and has begun the run.
///
/// - Throws: a `Problem` of exit `.incomplete` or `.badData` where no conclusion could be reached: nothing was changed.
package func reconcileDay(
    _ input: DayInput, _ connection: borrowing Connection, orders source: OrdersSource, bill: BillReading,
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    let orders = try OrderSnapshot(
        source, wholeAfter: input.day.endEpochSeconds + input.rules.cutOffWindowSeconds)
    var table = EntriesTable(input)
    do {
        let verdict = try connection.transaction {
            try settleDay(input, &table, connection, orders, bill: bill, progress: progress)
        }
        // The verdict stands whether or not the look-ups have their indexes yet; what fails here, `tidyEntries` does.
        if table.isAhead { _ = try? connection.query("SELECT ledger.index_partition($1)", [table.partition]) }
        return verdict
    } catch {
        if table.isAhead, connection.isUsable { _ = try? connection.query("SELECT ledger.tidy_loads()") }
        throw error
    }
}

/// One session works on an account at a time.
package func withAccountLock<T>(
    _ accountID: Int32, _ connection: borrowing Connection, _ body: () throws -> T
) throws -> T {
    try connection.query("SELECT pg_advisory_lock($1)", [String(LedgerLock.account(accountID))])
    defer { _ = try? connection.query("SELECT pg_advisory_unlock($1)", [String(LedgerLock.account(accountID))]) }
    return try body()
}
