import Postgres
import Vocabulary

/// Writes an account's whole history, as it is at one moment, into a file.
/// - Throws: `account.unknown`, `account.busy`, `output.cannot_create`.
package func exportAccount(
    _ account: ChannelAccount, to path: String, _ connection: borrowing Connection,
    progress: ProgressReporter = { _ in }
) throws -> MovedAccount {
    try Schema.requireCurrent(connection)
    return try connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") {
        let moving = try MovingAccount(account, connection)
        let file = try MoveFileWriter(path)
        let header = try header(moving, connection)
        try file.write(.header, header)
        var tables: [MovedRows] = []
        for table in MovedTable.all {
            var step = Progress(step: "writing \(table.name)")
            let rows = try MovedRows.read(
                table, ofAccount: moving.id, connection,
                begin: { try file.write(.table, MoveFile.Table(table: table.name, columns: $0)) }
            ) {
                step.done += 1
                progress(step)
                try file.append($0)
            }
            try file.endRows()
            tables.append(rows)
        }
        let manifest = MoveFile.Manifest(tables: tables)
        try file.write(.end, manifest)
        var moved = try MovedAccount(MoveFile.Content(header: header, manifest: manifest, sha256: file.finish()))
        moved.isServed = moving.isServed
        return moved
    }
}

private func header(_ moving: MovingAccount, _ connection: borrowing Connection) throws -> MoveFile.Header {
    var numbers: [String] = []
    for table in MovedTable.all {
        let columns = try MovedColumns(table, connection)
        guard !columns.numbered.isEmpty else { continue }
        let greatest = columns.numbered.sorted().map { "max(\($0))" }.joined(separator: ", ")
        numbers.append("(SELECT greatest(\(greatest)) FROM ledger.\(table.name) WHERE account_id = $1)")
    }
    let columns = try MovedColumns(.account, connection).names
    let rows = try connection.query(
        """
        SELECT greatest(0, \(numbers.joined(separator: ", "))), nullif(ledger.closed_through(), '-infinity'),
               -- A copy of a server has another timeline from the moment on that it goes its own way.
               concat_ws('.', (SELECT system_identifier FROM pg_control_system()), (SELECT timeline_id FROM pg_control_checkpoint()),
                         (SELECT oid FROM pg_database WHERE datname = current_database())),
               (SELECT to_jsonb(a) FROM (SELECT \(columns.joined(separator: ", ")) FROM ledger.account WHERE account_id = $1) a)
        """, [String(moving.id)])
    return MoveFile.Header(
        channel: moving.account.channel.rawValue, account: moving.account.account,
        schema: try MovingAccount.schema(connection), closedThrough: rows[0, 1], source: rows.text(0, 2),
        greatestNumber: try rows.int(0, 0),
        settings: rows.text(0, 3))
}
