import Postgres
import Rules
import Vocabulary

extension MoneyInput {
    /// Entries of one day are booked up to their due day, so that what retention took of a day so near would be missed: money
    /// would seem to be nobody's, or not to have come.
    func requireUnthinned(_ connection: borrowing Connection) throws {
        let reachDays = rules.settlementDays + 1
        let rows = try connection.query(
            sql(
                """
                SELECT bill_date FROM ledger.day
                WHERE account_id = :account_id AND thinned_run_id IS NOT NULL
                  AND bill_date BETWEEN :bill_date - \(reachDays) AND :bill_date + \(reachDays)
                ORDER BY bill_date DESC LIMIT 1
                """))
        guard rows.count > 0 else { return }
        throw Problem(
            .dayThinned, "what this day's money rests on was removed by retention", at: place,
            expected: "every entry and movement of \(reachDays) days around it",
            found: "only what is open of \(rows.text(0, 0))")
    }
}
