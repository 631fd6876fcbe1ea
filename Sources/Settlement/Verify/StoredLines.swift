import Postgres
import Rules
import Vocabulary

/// The lines of a statement, of whatever kind, by name. A line that is not there is 0; an amount that is not known is nil.
struct NamedLines {
    struct Line: Hashable {
        var count: Int64 = 0
        var amountFen: Int64? = 0

        var text: String { "\(count), \(amountFen.map { Fen.yuan($0) } ?? "not known")" }
    }

    /// In the order in which they are told.
    private(set) var names: [String] = []
    private var lines: [String: Line] = [:]

    subscript(name: String) -> Line {
        get { lines[name] ?? Line() }
        set {
            if lines.updateValue(newValue, forKey: name) == nil { names.append(name) }
        }
    }

    /// - Returns: of the lines that differ from these, their names.
    func differing(from other: NamedLines) -> [String] {
        (names + other.names.filter { lines[$0] == nil }).filter { self[$0] != other[$0] }
    }

    /// Lines of the given table that the run has stored.
    static func stored(
        _ day: DayInForce, in table: String, count: String, where condition: String = "true",
        _ connection: borrowing Connection
    ) throws -> NamedLines {
        let rows = try connection.query(
            """
            SELECT line, \(count), amount_fen FROM ledger.\(table)
            WHERE account_id = $1 AND run_id = $2 AND \(condition) ORDER BY line_no
            """, [String(day.accountID), String(day.runID)])
        var lines = NamedLines()
        for row in 0..<rows.count {
            lines[rows.text(row, 0)] = Line(
                count: try rows.int(row, 1), amountFen: try rows[row, 2] == nil ? nil : rows.int(row, 2))
        }
        return lines
    }
}

/// One statement: what stands in the ledger, and what it is to be.
struct ComparedStatement {
    /// `statement of the payments`.
    let name: String
    let stored: NamedLines
    let workedOut: NamedLines
    /// Lines that go on to change in the tables once the period is closed.
    let movingOn: Set<String>
    /// By itself, whatever it was made of.
    let addsUp: Bool

    func judge(_ day: DayInForce, at place: Place, _ proof: inout DayProof) {
        proof.statements += 1
        let differing = workedOut.differing(from: stored)
        guard let first = differing.first else { return }
        if day.isClosed, addsUp, movingOn.isSuperset(of: differing) {
            proof.statementsMovedOn += 1
            return
        }
        let more = differing.count > 1 ? "; also \(differing.dropFirst().joined(separator: ", "))" : ""
        proof.problems.append(
            Problem(
                .statementDiffers, "the \(name) is not what the ledger adds up to", at: place,
                expected: "\(first) \(workedOut[first].text)", found: "\(first) \(stored[first].text)\(more)"))
    }
}
