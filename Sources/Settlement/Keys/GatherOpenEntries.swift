import Postgres

/// Gathers every entry, of whatever account and day in force, that bears a touched key; plain pairs among them are open again.
func gatherOpenEntries(
    _ keys: TouchedKeys, _ input: DayInput, _ countedLines: CountedLines, _ connection: borrowing Connection
) throws -> OpenEntries {
    try takeOutTouched(keys, input, countedLines, connection)
    try connection.execute(input.sql(PackageResources.gather_open_entries_sql))
    return OpenEntries()
}
