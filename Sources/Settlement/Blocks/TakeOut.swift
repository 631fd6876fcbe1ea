import Ledger
import Postgres
import Vocabulary

/// Plain entries that a settlement has to look at again are taken out of their blocks: they become rows of
/// `ledger.entry`, plain ones as they were, and the block notes their lines.

/// Takes out every plain entry, of whatever account and day in force, that bears a touched key.
func takeOutTouched(_ countedLines: CountedLines, _ connection: borrowing Connection) throws {
    guard
        try findBlocks(
            ofPayments: "SELECT entry_type, payment_no FROM pg_temp.key WHERE payment_no <> ''", connection)
    else { return }
    try countedLines.restore("SELECT * FROM pg_temp.found_block", connection)
    try takeOut(
        """
        pg_temp.found_block b
        CROSS JOIN \(entries(of: "b", where: "p.payment_no IN (SELECT payment_no FROM pg_temp.key)"))
        JOIN pg_temp.key k ON k.entry_type = e.entry_type AND k.payment_no = e.payment_no AND k.refund_no = e.refund_no
        """, connection)
}

/// Takes out the plain entries among the lines in `pg_temp.wanted_line`.
/// - Parameters:
///   - keep: they become rows; otherwise they are forgotten, for others will stand in their place.
///   - countedLines: nil where all blocks have their lines.
func takeOutLines(keep: Bool, _ countedLines: CountedLines?, _ connection: borrowing Connection) throws {
    guard try connection.query("SELECT FROM pg_temp.wanted_line LIMIT 1").count > 0 else { return }
    try countedLines?.restore(
        """
        SELECT b.account_id, b.bill_date, b.entry_type, b.file_no, b.first_line FROM \(wantedBlock)
        """, connection)
    try takeOut(
        "\(wantedBlock) CROSS JOIN \(entries(of: "b", where: "p.line_no = w.line_no"))", keep: keep, connection)
}

/// Of one type and file, blocks follow one another: a line lies in the last that begins at it or before.
private let wantedBlock = """
    pg_temp.wanted_line w CROSS JOIN LATERAL (
        SELECT * FROM ledger.plain_block b
        WHERE b.account_id = w.account_id AND b.bill_date = w.bill_date AND b.entry_type = w.entry_type
          AND b.file_no = w.file_no AND b.first_line <= w.line_no
        ORDER BY b.first_line DESC LIMIT 1) b
    """

/// The entries of one block; the fence keeps the planner from unpacking all blocks there are.
func entries(of block: String, where condition: String) -> String {
    """
    LATERAL (
        SELECT \(EntryRow.columns), first_line, place FROM ledger.plain_entry p
        WHERE p.account_id = \(block).account_id AND p.bill_date = \(block).bill_date
          AND p.entry_type = \(block).entry_type AND p.file_no = \(block).file_no
          AND p.first_line = \(block).first_line AND \(condition) OFFSET 0) e
    """
}

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

/// - Parameter source: joins what is wanted with `ledger.plain_entry`.
private func takeOut(_ source: String, keep: Bool = true, _ connection: borrowing Connection) throws {
    try connection.execute(
        """
        CREATE TEMP TABLE taken ON COMMIT DROP AS SELECT e.* FROM \(source);
        \(keep ? "INSERT INTO ledger.entry (\(EntryRow.columns)) SELECT \(EntryRow.columns) FROM pg_temp.taken;" : "")
        UPDATE ledger.plain_block b SET taken_out = coalesce(b.taken_out, '{}') || t.lines,
               entries = b.entries - cardinality(t.lines), amount_fen = b.amount_fen - t.amount_fen,
               settled_fen = b.settled_fen - t.settled_fen, fee_e5 = b.fee_e5 - t.fee_e5,
               payment_tags = ledger.without_tags(b.payment_tags, t.places)
        FROM (SELECT account_id, bill_date, entry_type, file_no, first_line, array_agg(line_no) AS lines,
                     array_agg(place) AS places, sum(amount_fen) AS amount_fen, sum(settled_fen) AS settled_fen, sum(fee_e5) AS fee_e5
              FROM pg_temp.taken GROUP BY 1, 2, 3, 4, 5) t
        WHERE b.account_id = t.account_id AND b.bill_date = t.bill_date AND b.entry_type = t.entry_type
          AND b.file_no = t.file_no AND b.first_line = t.first_line;
        DROP TABLE pg_temp.taken
        """)
}

/// Numbers' tags, lower halves of their hashes, that are looked for among millions.
private struct TagSet {
    /// One bit for each value of a tag's first 16 bits: settles nearly all of them at once, and lies in the cache.
    private var bits = [UInt64](repeating: 0, count: 1 << 10)
    private var tags: Set<UInt32> = []
    private var hashes: Set<UInt64> = []

    var isEmpty: Bool { tags.isEmpty }

    /// - Parameter hash: as the server sends it, big end first.
    mutating func insert(_ hash: UnsafeRawBufferPointer) {
        guard hash.count == MemoryLayout<UInt64>.size else { return }
        let tag = hash.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        tags.insert(tag)
        hashes.insert(hash.loadUnaligned(as: UInt64.self))
        let place = tag & 0xFFFF
        bits[Int(place >> 6)] |= 1 << UInt64(place & 63)
    }

    /// - Parameter otherHalves: where the block has no lines that could tell a number from another with its tag.
    func meets(_ blockTags: UnsafeRawBufferPointer, _ otherHalves: UnsafeRawBufferPointer?) -> Bool {
        for offset in stride(from: 0, to: blockTags.count - 3, by: 4) {
            let tag = blockTags.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            let place = tag & 0xFFFF
            if bits[Int(place >> 6)] >> UInt64(place & 63) & 1 != 0, tags.contains(tag) {
                // Where the other half is missing, nothing is ruled out.
                guard let otherHalves, offset + 4 <= otherHalves.count else { return true }
                let half = otherHalves.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                if hashes.contains(UInt64(half) | UInt64(tag) << 32) { return true }
            }
        }
        return false
    }
}
