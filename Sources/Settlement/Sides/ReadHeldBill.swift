import Bills
import Ledger
import Postgres
import Vocabulary

/// nil when the bill has other entries than the ones that are held; then nothing was changed.
func readHeld(
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
    try again.copy(into: "ledger.entry (\(EntryRow.columns))", connection)
    try open.copy(into: "pg_temp.staged_entry (\(EntryRow.columns))", connection)
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
        SELECT pg_temp.analyze_large('pg_temp.wanted_line');
        DELETE FROM ledger.entry e USING pg_temp.wanted_line w
        WHERE e.account_id = w.account_id AND e.bill_date = w.bill_date AND e.file_no = w.file_no
          AND e.line_no = w.line_no
        """)
    try takeOutLines(keep: false, input, nil, connection)
    try connection.execute("DELETE FROM pg_temp.wanted_line")
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
