import Postgres

/// Lists every item (a discrepancy, or one side in doubt) that now stands under the touched keys, every item that the ledger has of
/// them, and the days that differ.
func findItems(
    _: AddedUpRefunds, _ input: DayInput, _ connection: borrowing Connection
) throws -> FoundItems {
    for step in [
        PackageResources.find_items_sql, PackageResources.lock_known_items_sql, PackageResources.changed_days_sql,
    ] { try connection.execute(input.sql(step)) }
    return FoundItems()
}

/// Brings the ledger's items in line with what was found, and notes what became of each.
func mergeItems(_: DayRuns, _ input: some StepInput, _ connection: borrowing Connection) throws -> MergedItems {
    for step in [
        PackageResources.items_gone_sql, PackageResources.items_persisting_sql, PackageResources.items_new_sql,
        PackageResources.items_untouched_sql, PackageResources.note_items_sql,
    ] { try connection.execute(input.sql(step)) }
    return MergedItems()
}
