import Postgres
import Vocabulary

/// Takes out of a database what a file has of an account, if that is all there is: what stays behind is a line that says where it
/// went.
/// - Parameter isConfirmed: else it is only proven that it could be.
/// - Throws: `account.changed_since`, `account.served`, `account.busy`, `account.unknown`, `account.file_damaged`,
///   `database.permission`.
package func removeAccount(
    by path: String, isConfirmed: Bool, _ connection: borrowing Connection,
    progress: @escaping ProgressReporter = { _ in }
) throws -> MovedAccount {
    try Schema.requireCurrent(connection)
    progress(Progress(step: "proving the file"))
    let content = try MoveFileReader.prove(path)
    try MovingAccount.requireOwner(connection)
    let moved = MovedAccount(content)
    // Before the snapshot is taken: another account's settlement may change this one's days, and the index its blocks.
    let locks = ["ledger.lock_number('settlement')", NumberIndex.lockNumber]
    for lock in locks { try connection.execute("SELECT pg_advisory_lock(\(lock))") }
    defer { for lock in locks { try? connection.execute("SELECT pg_advisory_unlock(\(lock))") } }
    try connection.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ") {
        let moving = try MovingAccount(moved.account, lock: "FOR UPDATE OF a", connection)
        guard !moving.isServed else {
            throw Problem(
                .accountServed, "a service is configured to reconcile this account", at: Place(account: moved.account))
        }
        for table in MovedTable.all {
            progress(Progress(step: "comparing \(table.name)"))
            let rows = try MovedRows.read(table, ofAccount: moving.id, connection)
            let written = content.manifest.tables.first { $0.table == table.name }
            guard rows == written else {
                throw Problem(
                    .accountChangedSince, "ledger.\(table.name) has other rows of the account than the file",
                    at: Place(file: path, account: moved.account), expected: "\(written?.rows ?? 0) rows, as they were",
                    found: "\(rows.rows) rows\(rows.rows == written?.rows ? ", changed" : "")")
            }
        }
        guard isConfirmed else { return }
        try forget(moving, content, progress, connection)
    }
    return moved
}

private func forget(
    _ moving: MovingAccount, _ content: MoveFile.Content, _ progress: ProgressReporter,
    _ connection: borrowing Connection
) throws {
    // What was noted of former moves is in the file, too, and the first to go.
    try connection.query("DELETE FROM ledger.account_move WHERE account_id = $1", [String(moving.id)])
    try connection.query(
        """
        INSERT INTO ledger.account_move (account_id, channel, account, direction, sha256, moved_rows)
        VALUES ($1, $2, $3, 'out', $4, $5)
        """,
        [
            String(moving.id), content.header.channel, content.header.account, content.sha256, String(content.rows),
        ])
    let names = MovedTable.all.map(\.name).filter { $0 != "account_move" }.reversed() + ["block_range", "account"]
    for name in names {
        progress(Progress(step: "removing \(name)"))
        try connection.query("DELETE FROM ledger.\(name) WHERE account_id = $1", [String(moving.id)])
    }
}
