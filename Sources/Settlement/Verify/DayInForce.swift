import Ledger
import Postgres
import Vocabulary

/// A unit of work whose conclusion is in force, to be verified. Nothing of it writes.
package struct DayInForce: Sendable, StepInput {
    package let unit: DayUnit
    package let accountID: Int32
    package let runID: Int64
    /// What was read of the bill: the digest of its rows and lines.
    let stored: String?
    /// Retention has removed the day's plain rows.
    let isThinned: Bool
    /// The period is closed: statements stay, while the shop's records and the money go on.
    let isClosed: Bool

    var day: BusinessDay { unit.day }
    var kind: BillKind { unit.kind }
    var place: Place { unit.place }

    /// nil where no conclusion is in force.
    package init?(_ unit: DayUnit, accountID: Int32, _ connection: borrowing Connection) throws {
        let rows = try connection.query(
            """
            SELECT d.run_id, b.stored, d.thinned_run_id IS NOT NULL, d.bill_date <= ledger.closed_through()
            FROM ledger.day d JOIN ledger.bill b USING (account_id, bill_id)
            WHERE d.account_id = $1 AND d.bill_date = $2::date AND d.kind = $3 AND d.concluded
            """, UnitKey(accountID, unit.day, unit.kind).parameters)
        guard rows.count == 1 else { return nil }
        (self.unit, self.accountID) = (unit, accountID)
        (runID, stored) = (try rows.int(0, 0), rows[0, 1])
        (isThinned, isClosed) = (rows.bool(0, 2), rows.bool(0, 3))
    }

    /// A settlement's step about the run in force, in the place of the runs that a settlement is about to write: no table is
    /// needed for it, so that whoever may only read can do it.
    func sqlInForce(_ step: [UInt8]) -> String {
        sql(step).replacing(
            "pg_temp.day_run",
            with: """
                (SELECT \(accountID) AS account_id, DATE '\(day)' AS bill_date, \(runID)::bigint AS run_id,
                        NULL::bigint AS former_run_id)
                """)
    }
}

/// What came of looking at a day.
package struct DayProof: Sendable {
    package var problems: [Problem] = []
    /// Rows of the bill that the ledger does not hold one by one: only counted, or removed by retention.
    package var unheldRows: Int64 = 0
    package var statements: Int64 = 0
    /// Of these, statements of a closed day, which stand while what they were made of went on: they add up, no more.
    package var statementsMovedOn: Int64 = 0
    /// What a trade bill leads one to expect, in fen; nil where its file could not be read.
    package var expectedFen: Int64?
}
