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
    var judge = EntryJudge(input, try OpenTags(connection))
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
    try unpacked.copy(into: "ledger.entry (\(EntryRow.columns))", connection)
    try open.copy(into: "pg_temp.staged_entry (\(EntryRow.columns))", connection)
    try connection.query(
        "DELETE FROM ledger.refund WHERE account_id = $1 AND bill_date = $2::date",
        [String(input.accountID), input.day.description])
    try refunds.copy(into: "ledger.refund (\(RefundRow.columns))", connection)
    try amounts.copy(connection)
    return (summary, digest.finished)
}
