import Postgres

/// Opens a run for every other concluded and open day that this one changed (`rematch`, Contract 3.4).
/// - Parameter ofThisDay: the run that is being settled is one of the days' own.
func openRuns(
    _: FoundItems, ofThisDay: Bool = true, _ input: some StepInput, _ connection: borrowing Connection
) throws -> DayRuns {
    if ofThisDay { try connection.execute(input.sql(PackageResources.this_run_sql)) }
    for step in [PackageResources.lock_changed_days_sql, PackageResources.open_runs_sql] {
        try connection.execute(input.sql(step))
    }
    return DayRuns()
}
