import Postgres

extension Rows {
    /// As text, a row a line: columns joined by `|`, NULL as nothing.
    package var lines: [String] {
        let width = columns.count
        return (0..<count).map { row in (0..<width).map { text(row, $0) }.joined(separator: "|") }
    }
}

extension Connection {
    /// What a question is answered with, a row a line.
    package func rows(_ sql: String) throws(PostgresError) -> [String] { try query(sql).lines }
}
