import Ledger
import Bills
import Rules
import Orders
import Postgres
import Vocabulary

/// The channel's side of the day: what is plain is packed into blocks, what is not is staged as an open entry.
///
/// A day that is new goes once through the bill. One whose entries are held already goes once through it to see that they
/// are the same; then only what is not plain any more, or was not, is written again. When the records were too many for
/// the memory, the bill is first gone through to settle which entries are plain.
func readBill(
    _ bill: BillReading, _ input: DayInput, _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter,
    _ shop: inout ShopSide, held: HeldDay?, progress: @escaping (Int64) -> Void
) throws -> (BillSummary, EntriesDigest) {
    var judge = EntryJudge(input)
    if !shop.records.isWhole {
        _ = try readInBatches(bill, fingerprinter, expect: { try judge.expect($0, &shop) }) { entry, key in
            _ = try judge.judge(entry, key, &shop.records)
        }
        if let duplicate = try judge.settle(&shop.records) { throw try shop.duplicate(at: duplicate) }
    }
    if let held {
        if let read = try readHeld(
            bill, input, connection, held.entries, fingerprinter, &judge, &shop, progress)
        {
            return read
        }
        // Other entries than were held: the bits tell what is plain.
        if !judge.isSettled { _ = try judge.settle(&shop.records) }
    }
    return try readNew(bill, input, connection, fingerprinter, &judge, &shop, progress)
}

/// How many entries are between two reports of progress.
private let progressRows: Int64 = 20_000

private func readNew(
    _ bill: BillReading, _ input: DayInput, _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter,
    _ judge: inout EntryJudge, _ shop: inout ShopSide, _ progress: @escaping (Int64) -> Void
) throws -> (BillSummary, EntriesDigest) {
    for table in ["entry", "plain_block"] {
        try connection.query(
            "DELETE FROM ledger.\(table) WHERE account_id = $1 AND bill_date = $2::date",
            [String(input.accountID), input.day.description])
    }
    var blocks = PlainBlocks(
        accountID: input.accountID, input.day, input.plainPairs, entriesMax: input.pace.blockEntriesMax)
    var unpacked = Spool()
    var open = Spool()
    var refunds = Spool()
    var refund = RefundRow(accountID: input.accountID, day: input.day)
    var amounts = RefundedAmounts(input, fingerprinter)
    var digest = EntriesDigester()
    var row = EntryRow(accountID: input.accountID, day: input.day)
    let summary = try connection.copyIn(
        "COPY ledger.plain_block (\(PlainBlock.columns)) FROM STDIN (FORMAT binary)", ahead: true
    ) { writer in
        try writer.header()
        var done: Int64 = 0
        let summary = try readInBatches(bill, fingerprinter, expect: { try judge.expect($0, &shop) }) { entry, key in
            digest.absorb(entry)
            if refund.fill(entry) { try refunds.append(refund.bytes) }
            try amounts.note(entry, shop)
            let expectedFeeFen = judge.feeMismatch(entry)
            let isPlain = try judge.judge(entry, key, &shop.records)
            if !isPlain || expectedFeeFen != nil {
                row.fill(entry, outcome: entry.firstOutcome(isPlain), expectedFeeFen: expectedFeeFen)
                try open.append(row.bytes)
            } else if try !blocks.append(entry, &writer) {
                row.fill(entry, outcome: "matched", expectedFeeFen: nil)
                try unpacked.append(row.bytes)
            }
            done += 1
            if done % progressRows == 0 { progress(done) }
        }
        try blocks.finish(&writer)
        try writer.trailer()
        try shop.complete()
        return summary
    }
    try copy(unpacked, "ledger.entry (\(EntryRow.columns))", connection)
    try copy(open, "pg_temp.staged_entry (\(EntryRow.columns))", connection)
    try connection.query(
        "DELETE FROM ledger.refund WHERE account_id = $1 AND bill_date = $2::date",
        [String(input.accountID), input.day.description])
    try copy(refunds, "ledger.refund (\(RefundRow.columns))", connection)
    try amounts.copy(connection)
    return (summary, digest.finished)
}

extension BillEntry {
    /// Until the rules have spoken.
    fileprivate func firstOutcome(_ isPlain: Bool) -> StaticString {
        isPlain ? "matched" : isClassified ? "channel_only" : "unclassified"
    }
}

/// Rows that are in the binary format already.
func copy(_ rows: borrowing Spool, _ table: String, _ connection: borrowing Connection) throws {
    try connection.copyIn("COPY \(table) FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        try rows.forEachBlock { try writer.raw($0) }
        try writer.trailer()
    }
}

/// nil when the bill has other entries than the ones that are held; then nothing was changed.
private func readHeld(
    _ bill: BillReading, _ input: DayInput, _ connection: borrowing Connection, _ held: EntriesDigest,
    _ fingerprinter: KeyFingerprinter, _ judge: inout EntryJudge, _ shop: inout ShopSide,
    _ progress: @escaping (Int64) -> Void
) throws -> (BillSummary, EntriesDigest)? {
    let day = "account_id = \(input.accountID) AND bill_date = '\(input.day)'"
    let wasOpen = try openPlaces(day, connection)
    var open = Spool()
    var again = Spool()
    var replaced: [(EntryType, EntryPlace)] = []
    var amounts = RefundedAmounts(input, fingerprinter)
    var digest = EntriesDigester()
    var row = EntryRow(accountID: input.accountID, day: input.day)
    var done: Int64 = 0
    let summary = try readInBatches(bill, fingerprinter, expect: { try judge.expect($0, &shop) }) { entry, key in
        digest.absorb(entry)
        try amounts.note(entry, shop)
        let place = EntryPlace(entry)
        let expectedFeeFen = judge.feeMismatch(entry)
        let isPlain = try judge.judge(entry, key, &shop.records)
        done += 1
        if done % progressRows == 0 { progress(done) }
        if isPlain, expectedFeeFen == nil {
            guard wasOpen[place] else { return }
        } else if !wasOpen[place] {
            replaced.append((entry.type, place))
        }
        row.fill(entry, outcome: entry.firstOutcome(isPlain), expectedFeeFen: expectedFeeFen)
        if isPlain && expectedFeeFen == nil { try again.append(row.bytes) } else { try open.append(row.bytes) }
    }
    try shop.complete()
    guard digest.finished == held else { return nil }
    try forget(replaced, input, connection)
    try connection.execute(
        """
        UPDATE ledger.refund SET over_payment_fen = NULL, over_total_fen = NULL
        WHERE \(day) AND over_total_fen IS NOT NULL;
        DELETE FROM ledger.entry WHERE \(day) AND (outcome <> 'matched' OR flag IS NOT NULL)
        """)
    try amounts.copy(connection)
    try copy(again, "ledger.entry (\(EntryRow.columns))", connection)
    try copy(open, "pg_temp.staged_entry (\(EntryRow.columns))", connection)
    return (summary, digest.finished)
}

/// Plain entries that are plain no more, packed or not.
private func forget(
    _ entries: [(type: EntryType, place: EntryPlace)], _ input: DayInput, _ connection: borrowing Connection
) throws {
    try connection.copyIn("COPY pg_temp.wanted_line FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        for entry in entries {
            try writer.beginRow(columns: 5)
            try writer.field(input.accountID)
            try writer.field(input.day)
            try writer.field(entry.type.rawValue)
            try writer.field(entry.place.fileNumber)
            try writer.field(entry.place.lineNumber)
        }
        try writer.trailer()
    }
    try connection.execute(
        """
        ANALYZE pg_temp.wanted_line;
        DELETE FROM ledger.entry e USING pg_temp.wanted_line w
        WHERE e.account_id = w.account_id AND e.bill_date = w.bill_date AND e.file_no = w.file_no
          AND e.line_no = w.line_no
        """)
    try takeOutLines(keep: false, nil, connection)
    try connection.execute("TRUNCATE pg_temp.wanted_line")
}

private func openPlaces(_ day: String, _ connection: borrowing Connection) throws -> PlaceBits {
    var bits = PlaceBits()
    var isFirst = true
    try connection.copyOut(
        """
        COPY (SELECT file_no, line_no FROM ledger.entry WHERE \(day) AND (outcome <> 'matched' OR flag IS NOT NULL))
        TO STDOUT (FORMAT binary)
        """
    ) { message in
        guard var row = CopyRow(message, isFirst: isFirst) else { return }
        isFirst = false
        guard let fileNumber = try row.nextInt16(), let lineNumber = try row.nextInt32() else { return }
        bits[EntryPlace(fileNumber: fileNumber, lineNumber: lineNumber)] = true
    }
    return bits
}
