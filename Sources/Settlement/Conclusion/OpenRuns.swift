import Postgres

/// Opens a run for every other concluded and open day that this one changed (`rematch`, Contract 3.4).
func openRuns(_: FoundItems, _ input: DayInput, _ connection: borrowing Connection) throws -> DayRuns {
    for step in [
        PackageResources.this_run_sql, PackageResources.lock_changed_days_sql, PackageResources.open_runs_sql,
    ] { try connection.execute(input.sql(step)) }
    return DayRuns()
}
