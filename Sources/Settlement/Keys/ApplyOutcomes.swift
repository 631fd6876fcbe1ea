import Postgres

/// Writes the outcome of every open entry and record, and notes each day that this changed.
func applyOutcomes(
    _: ResolvedKeys, _ input: DayInput, _ connection: borrowing Connection
) throws -> AppliedOutcomes {
    try connection.execute(input.sql(PackageResources.apply_outcomes_sql))
    try connection.execute(input.sql(PackageResources.note_open_keys_sql))
    return AppliedOutcomes()
}
