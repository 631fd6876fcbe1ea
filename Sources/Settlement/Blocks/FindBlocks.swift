import Ledger
import Postgres

/// Lists in `pg_temp.found_block` every block that may hold an entry of one of the payments: nearly always one that does.
/// - Parameter sql: gives type and number of the entries that are looked for.
/// - Returns: whether there are any.
func findBlocks(ofPayments sql: String, _ connection: borrowing Connection) throws -> Bool {
    try connection.execute("SELECT pg_temp.empty_tables('{found_block}')")
    var (payments, refunds) = (TagSet(), TagSet())
    var isFirst = true
    try connection.copyOut(
        """
        COPY (SELECT DISTINCT entry_type = 'payment', hashtextextended(payment_no, 0) FROM (\(sql)) AS asked)
        TO STDOUT (FORMAT binary)
        """
    ) {
        guard var row = CopyRow($0, isFirst: isFirst) else { return }
        isFirst = false
        guard let isPayment = try row.nextBool(), let hash = try row.next() else { return }
        if isPayment { payments.insert(hash) } else { refunds.insert(hash) }
    }
    guard !payments.isEmpty || !refunds.isEmpty else { return false }
    // First those that wait for the index: one that is taken up meanwhile is found there then.
    let keyColumns = "account_id, bill_date, entry_type, file_no, first_line"
    try listBlocks(
        in: """
            SELECT entry_type = 'payment', payment_tags, CASE WHEN line_runs IS NOT NULL THEN other_tags END, \(keyColumns)
            FROM ledger.plain_block WHERE block_no IS NULL
            """, into: "pg_temp.found_block (\(keyColumns))", columns: 5, connection
    ) { row in
        guard let isPayment = try row.nextBool(), let tags = try row.next() else { return false }
        let otherHalves = try row.next()
        return isPayment ? payments.meets(tags, otherHalves) : refunds.meets(tags, otherHalves)
    }
    try connection.execute(
        """
        WITH asked AS MATERIALIZED (
            SELECT DISTINCT entry_type, hashtextextended(payment_no, 0) AS hash, ledger.tag_no(payment_no) AS tag
            FROM (\(sql)) AS asked)
        INSERT INTO pg_temp.found_block (\(keyColumns))
        SELECT b.account_id, b.bill_date, b.entry_type, b.file_no, b.first_line
        FROM ledger.find_blocks((SELECT array_agg(DISTINCT tag) FROM asked)) f
        JOIN ledger.plain_block b ON b.block_no = f.block_no AND b.account_id = f.account_id
        JOIN asked a ON a.tag = f.tag AND a.entry_type = b.entry_type
        WHERE f.kind = 'trade'
          AND (b.line_runs IS NULL OR position(substring(int8send(a.hash) FOR 4) IN b.other_tags) > 0)
        EXCEPT SELECT \(keyColumns) FROM pg_temp.found_block;
        SELECT pg_temp.analyze_large('pg_temp.found_block')
        """)
    return try connection.query("SELECT FROM pg_temp.found_block LIMIT 1").count > 0
}

/// Copies the keys of blocks into a working table.
/// - Parameters:
///   - sql: gives the blocks' tags, and then the columns of that table.
///   - isWanted: reads the tags, and nothing but them.
func listBlocks(
    in sql: String, into table: String, columns: Int16, _ connection: borrowing Connection,
    isWanted: (inout CopyRow) throws -> Bool
) throws {
    // A connection cannot copy in both directions at once.
    var found = Spool()
    var isFirst = true
    try connection.copyOut("COPY (\(sql)) TO STDOUT (FORMAT binary)") {
        guard var row = CopyRow($0, isFirst: isFirst) else { return }
        isFirst = false
        guard try isWanted(&row) else { return }
        try withUnsafeBytes(of: columns.bigEndian) { try found.append($0) }
        try found.append(row.rest)
    }
    if found.count > 0 { try found.copy(into: table, connection) }
}
