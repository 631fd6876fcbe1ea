import Postgres
import Vocabulary

/// Takes an account's history in from a file, whole or not at all; its numbers are given anew.
/// - Parameter archive: root of the bill archive over here; nil where it is that of before.
/// - Throws: `account.file_damaged`, `account.other_schema`, `account.has_history`, `account.closed_otherwise`,
///   `database.permission`.
package func importAccount(
    from path: String, archive: String? = nil, _ connection: borrowing Connection,
    progress: @escaping ProgressReporter = { _ in }
) throws -> MovedAccount {
    try Schema.requireCurrent(connection)
    progress(Progress(step: "proving the file"))
    let content = try MoveFileReader.prove(path)
    try MovingAccount.requireOwner(connection)
    let schema = try MovingAccount.schema(connection)
    guard content.header.schema == schema else {
        throw Problem(
            .moveOtherSchema, "the file comes from another version of the schema", at: Place(file: path),
            expected: "steps \(schema)", found: content.header.schema)
    }
    var moved = MovedAccount(content)
    let place = Place(file: path, account: moved.account)
    try connection.transaction {
        let accountID = try makeAccount(content.header, place, connection)
        let shift = try setNumbersAside(content, accountID, connection)
        let target = ImportedAccount(id: accountID, shift: shift, archive: archive, place: place)
        let file = try MoveFileReader(path)
        guard try file.header() == content.header else { throw changed(path) }
        while let table = try file.nextTable() {
            progress(Progress(step: "reading \(table.table)"))
            let rows = try target.take(table, from: file, connection)
            guard rows == content.manifest.tables.first(where: { $0.table == table.table })?.rows else {
                throw changed(path)
            }
        }
        guard try file.end() == (content.manifest, content.sha256) else { throw changed(path) }
        // Who settles or closes a period waits for this: notes of open keys are numbered in the order of their commits.
        try connection.execute("SELECT pg_advisory_xact_lock(ledger.lock_number('settlement'))")
        try requireClosedAlike(content.header, accountID, place, connection)
        try connection.execute(
            String(decoding: PackageResources.note_moved_keys_sql, as: UTF8.self)
                .replacing(":account_id", with: String(accountID)))
        moved.shift = shift
    }
    return moved
}

private func changed(_ path: String) -> Problem { MoveFile.damaged("the file changed while it was read", at: path) }

/// The account's row, held against everybody who wants to queue a run of it.
private func makeAccount(_ header: MoveFile.Header, _ place: Place, _ connection: borrowing Connection) throws -> Int32
{
    let columns = try MovedColumns(.account, connection).names.joined(separator: ", ")
    try connection.query(
        "INSERT INTO ledger.channel (channel, name_en, name_zh) VALUES ($1, $1, '') ON CONFLICT DO NOTHING",
        [header.channel])
    try connection.query(
        """
        INSERT INTO ledger.account (\(columns), is_served) SELECT \(columns), false
        FROM jsonb_populate_record(NULL::ledger.account, $1::jsonb) ON CONFLICT (channel, account) DO NOTHING
        """, [header.settings])
    let accountID = try connection.query(
        "SELECT account_id FROM ledger.account WHERE channel = $1 AND account = $2 FOR UPDATE",
        [header.channel, header.account]
    ).int32(0, 0)
    let runs = try connection.query("SELECT count(*) FROM ledger.run WHERE account_id = $1", [String(accountID)]).int(
        0, 0)
    guard runs == 0 else {
        throw Problem(
            .accountHasHistory, "the database has runs of this account", at: place, expected: "none", found: "\(runs)")
    }
    return accountID
}

/// - Returns: what is to be added to every number that the file has.
private func setNumbersAside(
    _ content: MoveFile.Content, _ accountID: Int32, _ connection: borrowing Connection
) throws -> Int64 {
    // Whoever takes many numbers at once settles.
    let lock = "ledger.lock_number('settlement')"
    try connection.execute("SELECT pg_advisory_lock(\(lock))")
    defer { try? connection.execute("SELECT pg_advisory_unlock(\(lock))") }
    let (header, greatest) = (content.header, String(content.header.greatestNumber))
    var aside = try connection.query(
        """
        SELECT shift, greatest_no FROM ledger.account_move
        WHERE source = $1 AND shift + $2::bigint <= greatest_no ORDER BY move_no DESC LIMIT 1
        """, [header.source, greatest])
    if aside.count == 0 {
        aside = try connection.query(
            String(decoding: PackageResources.set_numbers_aside_sql, as: UTF8.self), [greatest])
    }
    try connection.query(
        """
        INSERT INTO ledger.account_move (
            account_id, channel, account, direction, sha256, moved_rows, source, shift, greatest_no)
        VALUES ($1, $2, $3, 'in', $4, $5, $6, $7, $8)
        """,
        [
            String(accountID), header.channel, header.account, content.sha256, String(content.rows), header.source,
            aside.text(0, 0), aside.text(0, 1),
        ])
    return try aside.int(0, 0)
}

/// A day that is closed stays as it is, and one that is open may change: it cannot be both.
private func requireClosedAlike(
    _ header: MoveFile.Header, _ accountID: Int32, _ place: Place, _ connection: borrowing Connection
) throws {
    let rows = try connection.query(
        """
        SELECT least(there, here), greatest(there, here), nullif(here, '-infinity')
        FROM (SELECT coalesce($2, '-infinity')::date AS there, ledger.closed_through() AS here) c
        WHERE there <> here AND greatest(there, here) >= least(
            (SELECT start_date FROM ledger.account WHERE account_id = $1),
            (SELECT min(bill_date) FROM ledger.run WHERE account_id = $1))
        """, [String(accountID), header.closedThrough])
    guard rows.count == 0 else {
        throw Problem(
            .moveClosedOtherwise, "days up to \(rows.text(0, 1)) are closed in one of the two databases only",
            at: place,
            expected: "closed through \(header.closedThrough ?? "no day"), as where it comes from",
            found: "through \(rows[0, 2] ?? "no day")")
    }
}
