import Ledger
import Postgres
import Vocabulary

/// Gives every changed day its sums, its statement and its verdict.
func concludeDays(
    _: MergedItems, _ input: DayInput, _ sides: SidesRead, _ connection: borrowing Connection
) throws -> ConcludedDay {
    try recount(input, sides.summary, connection)
    try carryTotals(input, connection)
    try writeStatements(input, connection)
    try putInForce(input, of: input.account, input.facts(sides), connection)
    try connection.execute(input.sql(PackageResources.write_verdicts_sql))
    let rows = try connection.query(
        input.sql("SELECT verdict FROM ledger.run WHERE account_id = :account_id AND run_id = :run_id"))
    if let lease = input.lease { try lease.requireHeld(connection) }
    return ConcludedDay(verdict: Verdict(rawValue: rows.text(0, 0)) ?? .incomplete)
}
