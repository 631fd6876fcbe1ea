import Ledger
import Postgres
import Rules
import Vocabulary

/// Writes the statement of each day that has a run now, for payments and for refunds.
/// - Throws: `ledger.statement_open` where one does not close.
func writeStatements(_ input: DayInput, _ connection: borrowing Connection) throws {
    let place = Place(account: input.account, day: input.day)
    var lines: [[String]] = Array(repeating: [], count: 7)
    for (key, statement) in try workOutStatements({ input.sql($0) }, at: place, connection) {
        if statement.isTooLarge { throw sumTooLarge(nil, at: place) }
        guard statement.closes else { throw openStatement(statement, input, type: key.type, day: key.day) }
        for (line, sum) in statement.lines {
            let row = [
                String(key.accountID), String(key.runID), key.type, String(line.number), line.rawValue,
                String(sum.count), String(sum.amountFen),
            ]
            for (column, value) in row.enumerated() { lines[column].append(value) }
        }
    }
    try connection.query(
        """
        INSERT INTO ledger.statement_line SELECT * FROM unnest(
            $1::integer[], $2::bigint[], $3::ledger.entry_type[], $4::smallint[], $5::text[], $6::bigint[], $7::bigint[])
        """, lines.map { arrayLiteral($0) })
}

/// The statement of each day of `day_run` and each type, as the tables add up to it.
/// - Parameter sql: a step's SQL, made ready to be run.
func workOutStatements(
    _ sql: (_ step: [UInt8]) -> String, at place: Place, _ connection: borrowing Connection
) throws -> [(key: StatementKey, statement: Statement)] {
    var facts = FactsOfDays(place: place)
    try facts.takeTotals(connection.query(sql(PackageResources.statement_totals_sql)))
    try facts.takeEntries(connection.query(sql(PackageResources.statement_entries_sql)))
    try facts.takeBooked(connection.query(sql(PackageResources.statement_booked_sql)))
    try facts.takePaired(connection.query(sql(PackageResources.statement_paired_sql)))
    return facts.byDay.map { ($0.key, Statement($0.value)) }
}

/// Whose statement it is.
struct StatementKey: Hashable {
    var accountID: Int64
    var day: String
    var type: String
    var runID: Int64
}

private func openStatement(_ statement: Statement, _ input: DayInput, type: String, day: String) -> Problem {
    let gap = statement.chainGap == Sum() ? statement[.residual] : statement.chainGap
    return Problem(
        .statementOpen, "the statement of the \(type)s does not close",
        at: Place(account: input.account, day: BusinessDay(day)),
        expected: "a residual of 0.00 and 0 entries", found: "\(Fen.yuan(gap.amountFen)) and \(gap.count) entries")
}

/// What the statements of several days are made of, a row of each query for a day and a type.
private struct FactsOfDays {
    /// Of the day that is settled, for messages.
    let place: Place
    private(set) var byDay: [StatementKey: StatementFacts] = [:]

    init(place: Place) { self.place = place }

    /// Every query begins with these four columns.
    private static func key(_ rows: borrowing Rows, _ row: Int) throws -> StatementKey {
        try StatementKey(
            accountID: rows.int(row, 0), day: rows.text(row, 1), type: rows.text(row, 2), runID: rows.int(row, 3))
    }

    /// Number and money, in two columns that follow one another.
    private static func sum(_ rows: borrowing Rows, _ row: Int, _ column: Int, _ place: Place) throws -> Sum {
        Sum(try rows.sum(row, column, at: place), try rows.sum(row, column + 1, at: place))
    }

    mutating func takeTotals(_ rows: borrowing Rows) throws {
        let place = place
        for row in 0..<rows.count {
            var fact = StatementFacts()
            fact.bill = try Self.sum(rows, row, 4, place)
            fact.otherDiscountsFen = try rows.sum(row, 6, at: place)
            fact.channelTotalFen = try rows.sum(row, 7, at: place)
            fact.entries[.matched] = try Self.sum(rows, row, 8, place)
            byDay[try Self.key(rows, row)] = fact
        }
    }

    mutating func takeEntries(_ rows: borrowing Rows) throws {
        let place = place
        for row in 0..<rows.count {
            guard let outcome = Outcome(rawValue: rows.text(row, 4)) else { continue }
            byDay[try Self.key(rows, row)]?.entries[outcome] = try Self.sum(rows, row, 5, place)
        }
    }

    mutating func takeBooked(_ rows: borrowing Rows) throws {
        let place = place
        for row in 0..<rows.count {
            let key = try Self.key(rows, row)
            byDay[key]?.records.booked = try Self.sum(rows, row, 4, place)
            byDay[key]?.records.bookedAndPairedOtherDay = try Self.sum(rows, row, 6, place)
            byDay[key]?.records.bookedPending = try Self.sum(rows, row, 8, place)
            byDay[key]?.records.bookedOrderOnly = try Self.sum(rows, row, 10, place)
        }
    }

    mutating func takePaired(_ rows: borrowing Rows) throws {
        let place = place
        for row in 0..<rows.count {
            let key = try Self.key(rows, row)
            byDay[key]?.records.fromOtherDay = try Self.sum(rows, row, 4, place)
            byDay[key]?.records.amountMismatchFen = try rows.sum(row, 6, at: place)
            byDay[key]?.records.failedRefundEntries = try Self.sum(rows, row, 7, place)
            byDay[key]?.records.failedRefundDifferenceFen = try rows.sum(row, 9, at: place)
        }
    }
}
