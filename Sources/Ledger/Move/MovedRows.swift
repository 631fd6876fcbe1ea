import Cryptography
import Postgres

/// How many rows of a table there are in a file, and their digest: what was written is what is read.
struct MovedRows: Codable, Hashable {
    let table: String
    let columns: [String]
    let rows: Int64
    let sha256: String

    /// Reads an account's rows of a table, in the order of their key: the same rows are the same bytes.
    static func read(
        _ table: MovedTable, ofAccount accountID: Int32, _ connection: borrowing Connection,
        begin: (_ columns: [String]) throws -> Void = { _ in },
        _ body: (UnsafeRawBufferPointer) throws -> Void = { _ in }
    ) throws -> MovedRows {
        let columns = try MovedColumns(table, connection)
        try begin(columns.names)
        let written = columns.names.map { table.written[$0] ?? "t.\($0)" }.joined(separator: ", ")
        let key = columns.key.split(separator: ", ").map { "t.\($0)" }.joined(separator: ", ")
        var digest = Digest(.sha256)
        let rows = try connection.copyOut(
            """
            COPY (SELECT \(written) FROM ledger.\(table.name) t \(table.join)
            WHERE t.account_id = \(accountID) ORDER BY \(key)) TO STDOUT (FORMAT binary)
            """
        ) { bytes in
            digest.update(bytes)
            try body(bytes)
        }
        return MovedRows(
            table: table.name, columns: columns.names, rows: rows ?? 0, sha256: Hexadecimal.text(digest.finish()))
    }
}
