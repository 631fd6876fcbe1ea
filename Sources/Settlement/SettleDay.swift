import Ledger
import Orders
import Postgres
import Vocabulary

/// The steps of a day's verdict, in order; all of them in one transaction, so that either nothing is seen of them or
/// everything. `connection` is inside that transaction and holds the account's lock.
///
/// 1. What the ledger already holds open about this day is set aside by key.
/// 2. The bill is decoded: plain pairs are packed into blocks, everything else becomes an open entry.
/// 3. The open keys are looked up in the shop, and in all bills in force.
/// 4. The rules decide each open key; entries and records take their outcome.
/// 5. Refunds are added up by payment.
/// 6. Items (discrepancies and what is in doubt) are compared with the ones there are.
/// 7. Every day that changed gets its statement, which must close, and its verdict.
func settleDay(
    _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot, bill: @escaping BillReading,
    archived: @escaping ArchivedBillReading, progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    // Hundreds of thousands of refunds are sorted and joined; the server's usual 4 MB would send each to files. One
    // settlement at a time takes it.
    try connection.execute("SET LOCAL work_mem = '64MB'")
    try WorkingTables.create(connection)
    try takeUpDay(input, connection)

    let sides = try readSides(input, connection, orders, bill: bill, progress: progress)
    try requireRowsWhereThereWereSome(input, sides.summary, connection)

    progress("settling", 0)
    // Two accounts meet where a record moved from one to the other; one settlement at a time keeps that simple.
    try connection.query("SELECT pg_advisory_xact_lock(ledger.lock_number('settlement'))")
    try ClosedPeriod.requireOpen(input.day, connection)
    let countedLines = CountedLines(input, bill: bill, archived: archived)
    try touchOpenedMeanwhile(sides, input, countedLines, connection)
    let keys = try touchKeys(sides, input, connection)
    let records = try readRecords(of: keys, input, connection, orders)
    try requireWholeShopSide(records, input, sides, connection)
    let entries = try gatherOpenEntries(keys, input, countedLines, connection)
    let resolved = try resolveOpenKeys(entries, records, input, connection)
    let applied = try applyOutcomes(resolved, input, connection)
    try requireExplainedZeroDay(applied, input, sides.summary, connection)
    let refunds = try addUpRefunds(
        applied, input, connection, orders, countedLines, isUnchanged: sides.isUnchanged)
    try countedLines.forget(connection)
    let items = try findItems(refunds, input, connection)
    let runs = try openRuns(items, input, connection)
    let merged = try mergeItems(runs, input, connection)
    let concluded = try concludeDays(merged, input, sides, connection)
    try requireEveryRecordStated(concluded, input, sides.records, connection)
    return concluded.verdict
}
