import Bills
import Rules
import Orders
import Postgres
import Vocabulary

/// Reads both sides: at the same time, as far as they go in step. When nothing has changed since the day was concluded, only the
/// shop's side is read.
func readSides(
    _ input: DayInput, _ connection: borrowing Connection, _ orders: OrderSnapshot, bill: BillReading,
    progress: @escaping (_ step: String, _ done: Int64) -> Void
) throws -> SidesRead {
    progress("reading orders", 0)
    let held = input.writesAnew ? nil : try HeldDay(input, connection)
    if let unchanged = try held?.readUnchanged(input, connection, orders) {
        progress("matching", 0)
        return unchanged
    }
    let fingerprinter = KeyFingerprinter()
    var shop = ShopSide(input, orders, fingerprinter)
    do {
        if !input.pace.readsSidesTogether { try shop.complete() }
        try takeUpRefundedPayments(input, connection)
        try contestTouchedKeys(connection, fingerprinter, &shop)
        progress("matching", 0)
        // Before the notes are read: one that comes meanwhile is looked at twice, and none is missed.
        let openNotesSeen = try connection.query("SELECT coalesce(max(note_no), 0) FROM ledger.open_key").int(0, 0)
        let (summary, entries) = try readBill(
            bill, input, connection, fingerprinter, &shop, held: held?.mayStay(input) == true ? held : nil,
            progress: { progress("matching", $0) })
        try stageUnclaimed(connection, shop)
        return SidesRead(
            summary: summary, entries: entries, records: try shop.digest, openNotesSeen: openNotesSeen)
    } catch let error as TooManyUnclaimed {
        shop.abandon()
        throw error
    } catch {
        // However far the bill was read: what is wrong with the shop's side is told before what is wrong with the bill.
        do { try shop.complete() } catch {
            shop.abandon()
            throw error
        }
        throw error
    }
}

/// Keys that the ledger holds open about this day: whatever its bill says under one of them is for the rules to decide, with
/// everything else that bears it. What other days and accounts hold open, `OpenTags` tells.
func contestTouchedKeys(
    _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter, _ shop: inout ShopSide
) throws {
    if !shop.isComplete {
        var areAwaited = true
        try forEachTouchedKey(connection, fingerprinter) { if !shop.records.await($0) { areAwaited = false } }
        if areAwaited { return }
        try shop.complete()
    }
    try forEachTouchedKey(connection, fingerprinter) { _ = try shop.records.contest($0) }
}

private func forEachTouchedKey(
    _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter, _ body: (KeyFingerprint) throws -> Void
) throws {
    var isFirst = true
    try connection.copyOut(
        "COPY (SELECT entry_type = 'payment', payment_no, refund_no FROM pg_temp.touched_key) TO STDOUT (FORMAT binary)"
    ) { message in
        guard var row = CopyRow(message, isFirst: isFirst) else { return }
        isFirst = false
        guard let isPayment = try row.nextBool(), let paymentNo = try row.next(), let refundNo = try row.next() else {
            return
        }
        try body(fingerprinter.fingerprint(isPayment ? .payment : .refund, paymentNo: paymentNo, refundNo: refundNo))
    }
}

/// Keys of the day's records that no entry claimed.
func stageUnclaimed(_ connection: borrowing Connection, _ shop: borrowing ShopSide) throws {
    try connection.copyIn(
        "COPY pg_temp.touched_key (entry_type, payment_no, refund_no) FROM STDIN (FORMAT binary)"
    ) { writer in
        try writer.header()
        try shop.forEachUnclaimed { key in
            try writer.beginRow(columns: 3)
            try writer.field(key.type.rawValue)
            try writer.field(key.paymentNo)
            try writer.field(key.refundNo)
        }
        try writer.trailer()
    }
}
