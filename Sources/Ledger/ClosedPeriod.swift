import Postgres
import Vocabulary

/// Closed periods (月结, Contract 3.7): a day up to `recon.close_period`'s date stays as it is.
///
/// A closed day is never run again. Other days' runs go on pairing with its entries and records, so that each of them is
/// still in at most one pair; but its run in force, its statement and its entries' outcomes are left alone, and an item
/// of it that changes is shown on the first open day instead (`late_on`), while the closed day goes on counting it as it
/// stood (`ledger.late_effect`). A statement needs no line for that: the closed one is not worked out again, and the
/// lines of an open day are made of its own entries and records alone.
package enum ClosedPeriod {
    /// The last closed day; a scalar subquery, so that a statement asks once.
    package static let through = "(SELECT ledger.closed_through())"

    package static func requireOpen(_ day: BusinessDay, _ connection: borrowing Connection) throws {
        let rows = try connection.query(
            "SELECT closed_through, closed_by FROM ledger.period WHERE closed_through >= $1::date ORDER BY 1 LIMIT 1",
            [day.description])
        guard rows.count > 0 else { return }
        throw Problem(
            .periodClosed, "the day is in a closed period", at: Place(day: day),
            expected: "a day after \(rows.text(0, 0))", found: "the period closed by \(rows.text(0, 1))")
    }
}
