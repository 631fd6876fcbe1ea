import Ledger
import Postgres
import Vocabulary

/// Gathers every entry and every movement of the account, of whatever day in force, that a touched number leads to: by their own
/// numbers to others, until nothing more comes. `money_entry`, `money_movement`.
func gatherMoney(_ input: MoneyInput, _ connection: borrowing Connection) throws {
    try connection.execute(input.linkSQL(PackageResources.number_open_entries_sql))
    try connection.execute(input.sql(PackageResources.take_out_open_sql))
    try connection.execute(input.sql(PackageResources.number_open_movements_sql))
    try noteTaken(input, connection)
    while true {
        var tags = TagSet()
        var isFirst = true
        try connection.copyOut(
            "COPY (SELECT hashtextextended(number, 0) FROM pg_temp.number WHERE is_new) TO STDOUT (FORMAT binary)"
        ) {
            guard var row = CopyRow($0, isFirst: isFirst) else { return }
            isFirst = false
            if let hash = try row.next() { tags.insert(hash) }
        }
        if tags.isEmpty { break }
        try connection.execute("ANALYZE pg_temp.number; TRUNCATE pg_temp.trade_block; TRUNCATE pg_temp.funds_block")
        try find(
            tags,
            in: "SELECT payment_tags || other_tags, bill_date, entry_type, file_no, first_line FROM ledger.plain_block",
            into: "pg_temp.trade_block", columns: 4, input, connection)
        try connection.execute(input.linkSQL(PackageResources.gather_entries_sql))
        try find(
            tags, in: "SELECT tags, bill_date, file_no, first_line FROM ledger.movement_block",
            into: "pg_temp.funds_block", columns: 3, input, connection)
        try connection.execute(input.sql(PackageResources.take_out_numbered_sql))
        try noteTaken(input, connection)
        try connection.execute(input.sql(PackageResources.new_numbers_sql))
    }
    try connection.execute(input.linkSQL(PackageResources.label_movements_sql))
}

/// Lists in a working table every block of the account that may hold one of the numbers: nearly always one that does.
/// - Parameter sql: gives the blocks' tags, and the columns of that table.
private func find(
    _ tags: TagSet, in sql: String, into table: String, columns: Int16, _ input: MoneyInput,
    _ connection: borrowing Connection
) throws {
    // A connection cannot copy in both directions at once.
    var found = Spool()
    var isFirst = true
    try connection.copyOut(
        "COPY (\(sql) WHERE account_id = \(input.accountID)) TO STDOUT (FORMAT binary)"
    ) {
        guard var row = CopyRow($0, isFirst: isFirst) else { return }
        isFirst = false
        guard let blockTags = try row.next(), tags.meets(blockTags, nil) else { return }
        try withUnsafeBytes(of: columns.bigEndian) { try found.append($0) }
        try found.append(row.rest)
    }
    guard found.count > 0 else { return }
    try found.copy(into: table, connection)
    try connection.execute("ANALYZE \(table)")
}

private func noteTaken(_ input: MoneyInput, _ connection: borrowing Connection) throws {
    guard try connection.query("SELECT FROM pg_temp.taken_movement LIMIT 1").count > 0 else { return }
    try connection.execute(input.sql(PackageResources.note_taken_movements_sql))
}
