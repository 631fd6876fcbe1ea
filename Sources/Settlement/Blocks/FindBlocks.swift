import Ledger
import Postgres

/// Lists in `pg_temp.found_block` every block that may hold an entry of one of the payments: nearly always one that does.
/// - Parameter sql: gives type and number of the entries that are looked for.
/// - Returns: whether there are any.
func findBlocks(ofPayments sql: String, _ connection: borrowing Connection) throws -> Bool {
    try connection.execute("TRUNCATE pg_temp.found_block")
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
    // A connection cannot copy in both directions at once.
    var found = Spool()
    isFirst = true
    let keyColumns = "account_id, bill_date, entry_type, file_no, first_line"
    try connection.copyOut(
        """
        COPY (SELECT entry_type = 'payment', payment_tags, CASE WHEN line_runs IS NOT NULL THEN other_tags END,
                     \(keyColumns) FROM ledger.plain_block) TO STDOUT (FORMAT binary)
        """
    ) {
        guard var row = CopyRow($0, isFirst: isFirst) else { return }
        isFirst = false
        guard let isPayment = try row.nextBool(), let tags = try row.next() else { return }
        let otherHalves = try row.next()
        guard isPayment ? payments.meets(tags, otherHalves) : refunds.meets(tags, otherHalves) else { return }
        try withUnsafeBytes(of: Int16(5).bigEndian) { try found.append($0) }
        try found.append(row.rest)
    }
    guard found.count > 0 else { return false }
    try connection.copyIn("COPY pg_temp.found_block (\(keyColumns)) FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        try found.forEachBlock { try writer.raw($0) }
        try writer.trailer()
    }
    try connection.execute("ANALYZE pg_temp.found_block")
    return true
}
