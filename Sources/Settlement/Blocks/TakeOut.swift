import Postgres

/// Plain entries that a settlement has to look at again are taken out of their blocks: they become rows of
/// `ledger.entry`, plain ones as they were, and the block notes their lines.

/// Takes out every plain entry, of whatever account and day in force, that bears a touched key.
func takeOutTouched(
    _: TouchedKeys, _ input: DayInput, _ countedLines: CountedLines, _ connection: borrowing Connection
) throws {
    let payments = "SELECT entry_type, payment_no FROM pg_temp.key WHERE payment_no <> ''"
    guard try findBlocks(ofPayments: payments, connection) else { return }
    try countedLines.restore(connection)
    try connection.execute(input.sql(PackageResources.take_out_touched_sql))
    try noteTaken(keep: true, input, connection)
}

/// Takes out the plain entries among the lines in `wanted_line`.
/// - Parameters:
///   - keep: they become rows; otherwise they are forgotten, for others will stand in their place.
///   - countedLines: nil where all blocks have their lines.
func takeOutLines(
    keep: Bool, _ input: DayInput, _ countedLines: CountedLines?, _ connection: borrowing Connection
) throws {
    guard try connection.query("SELECT FROM pg_temp.wanted_line LIMIT 1").count > 0 else { return }
    if let countedLines {
        try connection.execute(input.sql(PackageResources.find_wanted_blocks_sql))
        try countedLines.restore(connection)
    }
    try connection.execute(input.sql(PackageResources.take_out_lines_sql))
    try noteTaken(keep: keep, input, connection)
}

private func noteTaken(keep: Bool, _ input: DayInput, _ connection: borrowing Connection) throws {
    if keep { try connection.execute(input.sql(PackageResources.keep_taken_sql)) }
    try connection.execute(input.sql(PackageResources.note_taken_sql))
}
