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
        try connection.execute(
            """
            SELECT pg_temp.analyze_large('pg_temp.number');
            SELECT pg_temp.empty_tables('{trade_block,funds_block}')
            """)
        try find(
            tags, in: "ledger.plain_block", tags: "payment_tags || other_tags", kind: .trade,
            key: "bill_date, entry_type, file_no, first_line", into: "pg_temp.trade_block", input, connection)
        try connection.execute(input.linkSQL(PackageResources.gather_entries_sql))
        try find(
            tags, in: "ledger.movement_block", tags: "tags", kind: .funds, key: "bill_date, file_no, first_line",
            into: "pg_temp.funds_block", input, connection)
        try connection.execute(input.sql(PackageResources.take_out_numbered_sql))
        try noteTaken(input, connection)
        try connection.execute(input.sql(PackageResources.new_numbers_sql))
    }
    try connection.execute(input.linkSQL(PackageResources.label_movements_sql))
}

/// Lists in a working table every block of the account that may hold one of the new numbers: nearly always one that does.
/// - Parameter tags: of these numbers, and where a block that the index does not know yet has its own.
private func find(
    _ tags: TagSet, in blocks: String, tags ofBlock: String, kind: BillKind, key: String, into table: String,
    _ input: MoneyInput, _ connection: borrowing Connection
) throws {
    let columns = Int16(key.split(separator: ",").count)
    // First those that wait for the index: one that is taken up meanwhile is found there then.
    try listBlocks(
        in: "SELECT \(ofBlock), \(key) FROM \(blocks) WHERE block_no IS NULL AND account_id = \(input.accountID)",
        into: table, columns: columns, connection
    ) { row in try row.next().map { tags.meets($0, nil) } ?? false }
    try connection.execute(
        """
        INSERT INTO \(table) (\(key))
        SELECT \(key) FROM ledger.find_blocks((SELECT array_agg(ledger.tag_no(number)) FROM pg_temp.number WHERE is_new)) f
        JOIN \(blocks) b ON b.block_no = f.block_no AND b.account_id = f.account_id
        WHERE f.kind = '\(kind)' AND f.account_id = \(input.accountID)
        EXCEPT SELECT \(key) FROM \(table);
        SELECT pg_temp.analyze_large('\(table)')
        """)
}

private func noteTaken(_ input: MoneyInput, _ connection: borrowing Connection) throws {
    guard try connection.query("SELECT FROM pg_temp.taken_movement LIMIT 1").count > 0 else { return }
    try connection.execute(input.sql(PackageResources.note_taken_movements_sql))
}
