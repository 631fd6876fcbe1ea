import Postgres
import Vocabulary

/// An account while it comes in.
struct ImportedAccount {
    let id: Int32
    let shift: Int64
    let archive: String?
    let place: Place

    /// The rows go through a table of their own, as they are in the file, and from there to their place under new numbers.
    func take(_ wanted: MoveFile.Table, from file: MoveFileReader, _ connection: borrowing Connection) throws -> Int64 {
        guard let table = MovedTable.all.first(where: { $0.name == wanted.table }),
            case let columns = try MovedColumns(table, connection), columns.names == wanted.columns
        else { throw MoveFile.damaged("the file has other columns than \(wanted.table) here", at: place.file ?? "") }
        let names = columns.names.joined(separator: ", ")
        try connection.execute(
            "CREATE TEMP TABLE moved ON COMMIT DROP AS SELECT \(names) FROM ledger.\(table.name) WITH NO DATA")
        try connection.copyIn("COPY pg_temp.moved (\(names)) FROM STDIN (FORMAT binary)") { writer in
            while let rows = try file.nextRows() { try rows.withUnsafeBytes { try writer.raw($0) } }
        }
        let taken = columns.names.map { name in
            columns.numbered.contains(name) ? "\(name) + \(shift)" : table.taken[name].map(filled) ?? name
        }.joined(separator: ", ")
        let rows = try connection.query(
            "INSERT INTO ledger.\(table.name) (account_id, \(names)) SELECT \(id), \(taken) FROM pg_temp.moved"
        ).affected
        try connection.execute("DROP TABLE pg_temp.moved")
        return Int64(rows)
    }

    private func filled(_ sql: String) -> String {
        sql.replacing(":archive", with: archive.map(sqlLiteral) ?? "NULL::text")
    }
}
