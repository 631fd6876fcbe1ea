import Bills
import Matching
import Orders
import Postgres
import Vocabulary

/// Keys that another day or account holds open: a duplicate there, a pair across days, a record that moved. Whatever
/// the day's bill says under such a key is for the rules to decide, with everything else that bears it.
func contestOpenKeys(
    _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter, _ shop: inout ShopSide
) throws {
    if !shop.isComplete {
        var areAwaited = true
        try forEachOpenKey(connection, fingerprinter) { if !shop.records.await($0) { areAwaited = false } }
        if areAwaited { return }
        try shop.complete()
    }
    try forEachOpenKey(connection, fingerprinter) { _ = try shop.records.contest($0) }
}

private func forEachOpenKey(
    _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter, _ body: (KeyFingerprint) throws -> Void
) throws {
    var isFirst = true
    try connection.copyOut(
        """
        COPY (SELECT entry_type = 'payment', payment_no, refund_no FROM ledger.record
              UNION ALL SELECT entry_type = 'payment', payment_no, refund_no FROM pg_temp.open_key
              UNION ALL SELECT entry_type = 'payment', payment_no, refund_no FROM ledger.entry
                        WHERE outcome <> 'matched') TO STDOUT (FORMAT binary)
        """
    ) { message in
        guard var row = CopyRow(message, isFirst: isFirst) else { return }
        isFirst = false
        guard let isPayment = row.nextBool(), let paymentNo = row.next(), let refundNo = row.next() else { return }
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
