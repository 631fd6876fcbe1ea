import Ledger
import Postgres

/// Another account's settlement may have ended between the reading of what is open and this one's turn, and have opened a key
/// that is a plain pair here: a record that moved. Touches these.
func touchOpenedMeanwhile(
    _ sides: SidesRead, _ input: DayInput, _ countedLines: CountedLines, _ connection: borrowing Connection
) throws {
    guard let seen = sides.openNotesSeen else { return }
    var opened = TagSet()
    var isFirst = true
    // Notes are numbered in the order in which they are committed: all are made under the lock that this one has now.
    try connection.copyOut(
        "COPY (SELECT numbers FROM ledger.open_key WHERE note_no > \(seen)) TO STDOUT (FORMAT binary)"
    ) {
        guard var row = CopyRow($0, isFirst: isFirst) else { return }
        isFirst = false
        guard let tags = try row.next() else { return }
        for offset in stride(from: 0, to: tags.count - 3, by: MemoryLayout<UInt32>.size) {
            opened.insert(tag: tags.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
    }
    if opened.isEmpty { return }
    try connection.execute("SELECT pg_temp.empty_tables('{found_block}')")
    let keyColumns = "account_id, bill_date, entry_type, file_no, first_line"
    try listBlocks(
        in: """
            SELECT payment_tags, \(keyColumns) FROM ledger.plain_block
            WHERE account_id = \(input.accountID) AND bill_date = '\(input.day)'
            """, into: "pg_temp.found_block (\(keyColumns))", columns: 5, connection
    ) { row in try row.next().map { opened.meets($0, nil) } ?? false }
    try countedLines.restore(connection)
    try connection.execute(
        input.sql(PackageResources.touch_opened_sql).replacing(":seen", with: String(seen)))
}
