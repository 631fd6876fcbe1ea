import Postgres
import Vocabulary

/// What a column of a report holds, so that each format can show it in its own way.
package enum ReportKind: Sendable {
    case text
    /// A number that names something: never calculated with, may have leading zeros and more digits than a float holds.
    case identifier
    case integer
    /// A number that this program gave to a row or a line: a number for programs, and no quantity that has thousands.
    case serial
    /// Yuan, exact.
    case amount
    case day
    case moment
    case identifiers
    case boolean
    case json
}

package struct ReportColumn: Hashable, Sendable {
    package let name: String
    package let kind: ReportKind

    package init(_ name: String, _ kind: ReportKind) {
        self.name = name
        self.kind = kind
    }

    /// The column in a SELECT list; arrays come as JSON, which has one way to be read.
    var expression: String { kind == .identifiers ? "array_to_json(\(name))::text" : "\(name)::text" }
}

/// Rows of one view, as text of PostgreSQL; nil is NULL.
package struct ReportTable: Hashable, Sendable {
    package let columns: [ReportColumn]
    package var rows: [[String?]]

    package init(columns: [ReportColumn], rows: [[String?]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// - Parameter clause: what follows FROM; constants of this program, values go by `parameters`.
    package static func read(
        _ columns: [ReportColumn], from clause: String, _ parameters: [String?] = [],
        on connection: borrowing Connection
    ) throws(PostgresError) -> ReportTable {
        // Named apart, so that ORDER BY means the column of the view and not its text.
        let list = columns.map { "\($0.expression) AS \($0.name)_text" }.joined(separator: ", ")
        let result = try connection.query("SELECT \(list) FROM \(clause)", parameters)
        var table = ReportTable(columns: columns)
        table.rows = (0..<result.count).map { row in columns.indices.map { result[row, $0] } }
        return table
    }

    package func value(_ row: Int, _ name: String) -> String? {
        columns.firstIndex { $0.name == name }.flatMap { rows[row][$0] }
    }

    /// The same rows with only these columns, in this order.
    package func columns(_ names: [String]) -> ReportTable {
        let indices = names.compactMap { name in columns.firstIndex { $0.name == name } }
        return ReportTable(columns: indices.map { columns[$0] }, rows: rows.map { row in indices.map { row[$0] } })
    }

    package func filtered(_ isIncluded: ([String?]) -> Bool) -> ReportTable {
        ReportTable(columns: columns, rows: rows.filter(isIncluded))
    }
}
