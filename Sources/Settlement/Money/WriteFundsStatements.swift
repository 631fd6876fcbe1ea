import Ledger
import Postgres
import Rules
import Vocabulary

/// Writes the statement of each pot of each day that has a run now.
/// - Throws: `ledger.recount_differs` where the tables hold other movements than were decoded, `ledger.statement_open` where a
///   statement does not close.
func writeFundsStatements(_ input: MoneyInput, _ connection: borrowing Connection) throws {
    for pot in try workOutPots({ input.sql($0) }, at: input.place, connection) {
        guard pot.moved == pot.decoded else {
            throw Problem(
                .recountDiffers, "the movements of pot \(pot.name) in the ledger are not the ones that were decoded",
                at: input.place, expected: "\(pot.decoded.count) movements, \(Fen.yuan(pot.decoded.amountFen))",
                found: "\(pot.moved.count) movements, \(Fen.yuan(pot.moved.amountFen))")
        }
        try write(pot.lines, opening: pot.openingFen, closing: pot.closingFen, pot.run, pot.name, input, connection)
    }
}

/// A pot's day, as the tables add up to it.
struct PotSums {
    let run: String
    let name: String
    /// nil while no balance is known.
    let openingFen: Int64?
    let closingFen: Int64?
    /// What the bill says that moved.
    let decoded: Sum
    let lines: [PotStatement.Line: Sum]

    var moved: Sum { lines.values.reduce(Sum(), +) }
}

/// - Parameter sql: a step's SQL, made ready to be run.
func workOutPots(
    _ sql: (_ step: [UInt8]) -> String, at place: Place, _ connection: borrowing Connection
) throws -> [PotSums] {
    let rows = try connection.query(sql(PackageResources.funds_sums_sql))
    var pots: [PotSums] = []
    var first = 0
    while first < rows.count {
        let (run, pot) = (rows.text(first, 0), rows.text(first, 1))
        let end = (first..<rows.count).first { rows.text($0, 0) != run || rows.text($0, 1) != pot } ?? rows.count
        var lines: [PotStatement.Line: Sum] = [:]
        for row in first..<end where rows[row, 6] != nil {
            let line = PotStatement.Line(
                MovementClass(rawValue: rows.text(row, 6)) ?? .other, isOfThisDay: rows.bool(row, 7))
            lines[line, default: Sum()] += Sum(try rows.sum(row, 8, at: place), try rows.sum(row, 9, at: place))
        }
        pots.append(
            PotSums(
                run: run, name: pot, openingFen: rows[first, 2].flatMap { Int64($0) },
                closingFen: rows[first, 3].flatMap { Int64($0) },
                decoded: Sum(try rows.int(first, 4), try rows.int(first, 5)), lines: lines))
        first = end
    }
    return pots
}

private func write(
    _ lines: [PotStatement.Line: Sum], opening: Int64?, closing: Int64?, _ run: String, _ pot: String,
    _ input: MoneyInput,
    _ connection: borrowing Connection
) throws {
    func write(_ number: Int, _ line: String, _ movements: Int64, _ amountFen: Int64?) throws {
        try connection.query(
            "INSERT INTO ledger.funds_line VALUES ($1, $2, $3, $4, $5, $6, $7)",
            [
                String(input.accountID), run, pot, String(number), line, String(movements), amountFen.map(String.init),
            ])
    }
    try write(1, "opening", 0, opening)
    for (index, line) in PotStatement.Line.all.enumerated() {
        if let sum = lines[line] { try write(index + 2, line.name, sum.count, sum.amountFen) }
    }
    let last = PotStatement.Line.all.count + 2
    try write(last, "closing", 0, closing)
    guard let opening, let closing else { return }
    let statement = PotStatement(openingFen: opening, lines: lines, closingFen: closing)
    guard statement.closes else {
        throw Problem(
            .statementOpen, "the statement of pot \(pot) does not close", at: input.place,
            expected: "a residual of 0.00", found: Fen.yuan(statement.residual.amountFen))
    }
    try write(last + 1, "residual", 0, 0)
}
