import Bills
import Ledger
import Orders
import Postgres
import Rules
import Vocabulary

/// The steps of the verdict on one day's money, in order; all of them in one transaction, so that either nothing is seen of them
/// or everything. `connection` is inside that transaction and holds the account's lock.
///
/// 1. What is open on the money side is set aside by its numbers.
/// 2. Both bills are decoded: what plainly agrees is packed into blocks.
/// 3. Everything that the other numbers lead to is gathered, of whatever day in force.
/// 4. The rules decide group by group; movements take their outcome.
/// 5. Balances are chained from day to day.
/// 6. Items are compared with the ones there are.
/// 7. Every day that changed gets its statements, which must close, and its verdict.
func settleMoney(
    _ input: MoneyInput, _ connection: borrowing Connection, _ readings: MoneyReadings,
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> Verdict {
    try connection.execute("SET LOCAL work_mem = '64MB'")
    try WorkingTables.create(connection)
    try connection.execute(input.sql(PackageResources.take_up_money_sql))
    var read: MoneyRead?
    if let bill = input.bill {
        let found = try readMoney(
            input, bill, readMoneyCalendar(input, connection), connection, readings, progress: progress)
        try writePots(input, bill, found, connection)
        read = found
    }
    progress("settling", 0)
    // Reading is an account's own affair, under its lease; periods are closed, and days thinned, between settlements.
    try connection.query("SELECT pg_advisory_xact_lock(ledger.lock_number('settlement'))")
    try ClosedPeriod.requireOpen(input.day, connection)
    try input.requireUnthinned(connection)
    let calendar = try readMoneyCalendar(input, connection)
    try gatherMoney(input, connection)
    try resolveMoneyGroups(input, calendar, connection, readings)
    try connection.execute(input.sql(PackageResources.replace_parts_sql))
    try connection.execute(input.sql(PackageResources.changed_money_sql))
    try connection.execute(input.sql(PackageResources.apply_money_sql))
    try chainPots(input, connection)
    let items = try findMoneyItems(input, connection)
    let runs = try openRuns(items, ofThisDay: input.bill != nil, input, connection)
    let merged = try mergeItems(runs, input, connection)
    return try concludeMoney(merged, input, read, connection)
}

private func findMoneyItems(_ input: MoneyInput, _ connection: borrowing Connection) throws -> FoundItems {
    try connection.execute(input.linkSQL(PackageResources.find_money_items_sql))
    for step in [PackageResources.lock_money_items_sql, PackageResources.changed_days_sql] {
        try connection.execute(input.sql(step))
    }
    return FoundItems()
}

private func concludeMoney(
    _: MergedItems, _ input: MoneyInput, _ read: MoneyRead?, _ connection: borrowing Connection
) throws -> Verdict {
    try writeFundsStatements(input, connection)
    try writeBridges(input, read, connection)
    if let bill = input.bill, let read {
        try putInForce(
            input, of: input.account,
            ReadBillFacts(
                billID: bill.billID, files: bill.files, entries: read.digest.text, stored: read.digest.text,
                rows: read.summaries.reduce(0) { $0 + $1.rows }, workedFrom: try input.workedFrom(connection)),
            connection)
    }
    try connection.execute(input.sql(PackageResources.write_money_verdicts_sql))
    if let lease = input.lease { try lease.requireHeld(connection) }
    let rows = try connection.query(
        input.sql("SELECT verdict FROM ledger.run WHERE account_id = :account_id AND run_id = :run_id"))
    return Verdict(rawValue: rows.text(0, 0)) ?? .incomplete
}

extension MoneyInput {
    /// What the day's links rest on, the funds bill aside: the trade bill in force, the rules and the program.
    func workedFrom(_ connection: borrowing Connection) throws -> String {
        let trade = try connection.query(
            sql(
                """
                SELECT b.stored FROM ledger.day d JOIN ledger.bill b USING (account_id, bill_id)
                WHERE d.account_id = :account_id AND d.bill_date = :bill_date AND d.kind = 'trade' AND d.concluded
                """))
        let stored = trade.count == 1 ? trade[0, 0] ?? "" : "none"
        return "trade \(stored), settlement days \(rules.settlementDays), program \(program)"
    }
}
