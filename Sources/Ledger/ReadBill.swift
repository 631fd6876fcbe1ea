import Bills
import Glibc
import Matching
import Orders
import Postgres
import Vocabulary

/// The channel's side of the day: what is plain lies in its table with its outcome, what is not is staged as an open
/// entry.
///
/// A day that is new goes once through the bill, into a load. One whose entries are held already goes once through it
/// to see that they are the same; then only what is not plain any more, or was not, is written again. When the records
/// were too many for the memory, the bill is first gone through to settle which entries are plain.
func readBill(
    _ bill: BillReading, _ input: DayInput, _ table: inout EntriesTable, _ connection: borrowing Connection,
    _ fingerprinter: KeyFingerprinter, _ records: inout DayRecords, _ keys: borrowing Spool,
    progress: @escaping (Int64) -> Void
) throws -> (BillSummary, EntriesDigest) {
    var judge = EntryJudge(input, fingerprinter)
    if !records.isWhole {
        _ = try bill { entry in _ = try judge.judge(entry, &records) }
        if let duplicate = try judge.settle(&records) {
            throw duplicateKey(try storedKey(at: duplicate, in: keys)).located(
                Place(account: input.account, day: input.day))
        }
    }
    guard try table.hasPartition(connection) else {
        if records.count >= input.pace.loadAheadFromRecords {
            try table.createAhead(input, connection)
        } else {
            try table.create(input, connection)
        }
        return try readNew(bill, input, table, connection, &judge, &records, progress)
    }
    if let read = try readHeld(bill, input, table, connection, &judge, &records, progress) { return read }
    // Other entries than were held: the bits tell what is plain.
    if !judge.isSettled { _ = try judge.settle(&records) }
    try connection.execute("DELETE FROM \(table.name)")
    return try readNew(bill, input, table, connection, &judge, &records, progress)
}

/// How many entries are between two reports of progress.
private let progressRows: Int64 = 20_000

private func readNew(
    _ bill: BillReading, _ input: DayInput, _ table: EntriesTable, _ connection: borrowing Connection,
    _ judge: inout EntryJudge, _ records: inout DayRecords, _ progress: @escaping (Int64) -> Void
) throws -> (BillSummary, EntriesDigest) {
    var open = Spool()
    var refunds = Spool()
    var refund = RefundRow(accountID: input.accountID, day: input.day)
    var digest = EntriesDigest()
    var row = EntryRow(accountID: input.accountID, day: input.day)
    let usualState = EntryRow.usualState(input.account.channel)
    var loaders: EntryLoaders? =
        table.isAhead
        ? EntryLoaders(
            input.pace, connection.parameters,
            "COPY \(table.name) (\(EntryRow.usualColumns)) FROM STDIN (FORMAT binary)") : nil
    let summary: BillSummary
    do {
        summary = try connection.copyIn("COPY \(table.name) (\(EntryRow.columns)) FROM STDIN (FORMAT binary)") {
            writer in
            try writer.header()
            var done: Int64 = 0
            let summary = try bill { entry in
                digest.absorb(entry)
                if refund.fill(entry) { try refunds.append(refund.bytes) }
                let expectedFeeFen = judge.feeMismatch(entry)
                let isPlain = try judge.judge(entry, &records)
                if !isPlain || expectedFeeFen != nil {
                    row.fill(entry, outcome: entry.firstOutcome(isPlain), expectedFeeFen: expectedFeeFen)
                    try open.append(row.bytes)
                } else if loaders != nil, entry.isUsual(state: usualState) {
                    row.fillUsual(entry)
                    try loaders?.add(row.bytes)
                } else {
                    row.fill(entry, outcome: "matched", expectedFeeFen: nil)
                    try writer.raw(row.bytes)
                }
                done += 1
                if done % progressRows == 0 { progress(done) }
            }
            try writer.trailer()
            return summary
        }
    } catch {
        loaders.take()?.abandon()
        throw error
    }
    try loaders.take()?.finish()
    try table.survey(input, connection)
    try stage(open, connection)
    try replaceRefunds(refunds, input, connection)
    try stageReopened(judge.reopened, table, connection)
    return (summary, digest)
}

extension BillEntry {
    /// Until the rules have spoken.
    fileprivate func firstOutcome(_ isPlain: Bool) -> StaticString {
        isPlain ? "matched" : isClassified ? "channel_only" : "unclassified"
    }

    /// Nothing about it but what a usual row brings.
    fileprivate func isUsual(state usual: StaticString) -> Bool {
        guard case .payment = type, refundNo.isEmpty, channelRefundNo.isEmpty else { return false }
        guard state.count == usual.utf8CodeUnitCount, let bytes = state.baseAddress else { return false }
        return memcmp(bytes, usual.utf8Start, state.count) == 0
    }
}

private func stage(_ open: borrowing Spool, _ connection: borrowing Connection) throws {
    try connection.copyIn("COPY pg_temp.staged_entry (\(EntryRow.columns)) FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        try open.forEachBlock { try writer.raw($0) }
        try writer.trailer()
    }
}

private func replaceRefunds(
    _ refunds: borrowing Spool, _ input: DayInput, _ connection: borrowing Connection
) throws {
    try connection.query(
        "DELETE FROM ledger.refund WHERE account_id = $1 AND bill_date = $2::date",
        [String(input.accountID), input.day.description])
    try connection.copyIn("COPY ledger.refund (\(RefundRow.columns)) FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        try refunds.forEachBlock { try writer.raw($0) }
        try writer.trailer()
    }
}

/// Entries that were plain until a duplicate came, and went into the load as such. In a partition, which has its
/// indexes, they are found by their key.
private func stageReopened(
    _ places: [EntryPlace], _ table: EntriesTable, _ connection: borrowing Connection
) throws {
    guard table.isLoad, !places.isEmpty else { return }
    try copyPlaces(places, connection)
    try connection.execute(
        """
        WITH reopened AS (
            DELETE FROM \(table.name) e USING pg_temp.replaced r
            WHERE e.file_no = r.file_no AND e.line_no = r.line_no RETURNING e.*)
        INSERT INTO pg_temp.staged_entry SELECT * FROM reopened
        """)
}

/// Entries of a load whose key has come up elsewhere since the keys that were open were contested.
func stageLate(_ table: EntriesTable, _ connection: borrowing Connection) throws {
    guard table.isLoad else { return }
    try connection.execute(
        """
        DELETE FROM pg_temp.late_key l USING pg_temp.open_key o
        WHERE l.entry_type = o.entry_type AND l.payment_no = o.payment_no AND l.refund_no = o.refund_no
        """)
    guard try connection.query("SELECT FROM pg_temp.late_key LIMIT 1").count > 0 else { return }
    try connection.execute(
        """
        WITH met AS (
            DELETE FROM \(table.name) e USING pg_temp.late_key l
            WHERE e.payment_hash = hashtextextended(l.payment_no, 0) AND e.entry_type = l.entry_type
              AND e.payment_no = l.payment_no AND e.refund_no = l.refund_no RETURNING e.*)
        INSERT INTO pg_temp.staged_entry SELECT * FROM met
        """)
}

private func copyPlaces(_ places: [EntryPlace], _ connection: borrowing Connection) throws {
    try connection.execute("CREATE TEMP TABLE replaced (file_no smallint, line_no integer) ON COMMIT DROP")
    try connection.copyIn("COPY pg_temp.replaced FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        for place in places {
            try writer.beginRow(columns: 2)
            try writer.field(place.fileNumber)
            try writer.field(place.lineNumber)
        }
        try writer.trailer()
    }
    try connection.execute("ANALYZE pg_temp.replaced")
}

/// nil when the bill has other entries than the ones that are held; then nothing was changed.
private func readHeld(
    _ bill: BillReading, _ input: DayInput, _ table: EntriesTable, _ connection: borrowing Connection,
    _ judge: inout EntryJudge, _ records: inout DayRecords, _ progress: @escaping (Int64) -> Void
) throws -> (BillSummary, EntriesDigest)? {
    let held = try connection.query(
        """
        SELECT b.stored FROM ledger.day d JOIN ledger.bill b USING (account_id, bill_id)
        WHERE d.account_id = $1 AND d.bill_date = $2::date AND d.concluded AND d.thinned_run_id IS NULL
        """, [String(input.accountID), input.day.description])
    guard held.count == 1, let stored = held[0, 0] else {
        // Held by a run of an older release, or by none: gone through for the bits.
        if !judge.isSettled { _ = try bill { entry in _ = try judge.judge(entry, &records) } }
        return nil
    }
    let wasOpen = try openPlaces(table, connection)
    var open = Spool()
    var again = Spool()
    var replaced: [EntryPlace] = []
    var digest = EntriesDigest()
    var row = EntryRow(accountID: input.accountID, day: input.day)
    var done: Int64 = 0
    let summary = try bill { entry in
        digest.absorb(entry)
        let place = EntryPlace(entry)
        let expectedFeeFen = judge.feeMismatch(entry)
        let isPlain = try judge.judge(entry, &records)
        done += 1
        if done % progressRows == 0 { progress(done) }
        if isPlain, expectedFeeFen == nil {
            guard wasOpen[place] else { return }
        } else if !wasOpen[place] {
            replaced.append(place)
        }
        row.fill(entry, outcome: entry.firstOutcome(isPlain), expectedFeeFen: expectedFeeFen)
        if isPlain && expectedFeeFen == nil { try again.append(row.bytes) } else { try open.append(row.bytes) }
    }
    guard digest.stored == stored else { return nil }
    try copyPlaces(replaced, connection)
    try connection.execute(
        """
        UPDATE ledger.refund SET over_payment_fen = NULL, over_total_fen = NULL
        WHERE account_id = \(input.accountID) AND bill_date = '\(input.day)' AND over_total_fen IS NOT NULL;
        DELETE FROM \(table.name) WHERE outcome <> 'matched' OR flag IS NOT NULL;
        DELETE FROM \(table.name) e USING pg_temp.replaced r WHERE e.file_no = r.file_no AND e.line_no = r.line_no
        """)
    try connection.copyIn("COPY \(table.name) (\(EntryRow.columns)) FROM STDIN (FORMAT binary)") { writer in
        try writer.header()
        try again.forEachBlock { try writer.raw($0) }
        try writer.trailer()
    }
    try stage(open, connection)
    return (summary, digest)
}

private func openPlaces(_ table: EntriesTable, _ connection: borrowing Connection) throws -> PlaceBits {
    var bits = PlaceBits()
    var isFirst = true
    try connection.copyOut(
        "COPY (SELECT file_no, line_no FROM \(table.name) WHERE outcome <> 'matched' OR flag IS NOT NULL) "
            + "TO STDOUT (FORMAT binary)"
    ) { message in
        guard var row = CopyRow(message, isFirst: isFirst) else { return }
        isFirst = false
        guard let fileNumber = row.nextInt16(), let lineNumber = row.nextInt32() else { return }
        bits[EntryPlace(fileNumber: fileNumber, lineNumber: lineNumber)] = true
    }
    return bits
}
