import Bills
import Matching
import Orders
import Postgres
import Vocabulary

/// The shop's side of the day, into memory. The keys themselves go to the spool: they are needed again only for the few
/// records that stay without an entry.
func readBooked(
    _ input: DayInput, _ orders: borrowing OrderSnapshot, _ fingerprinter: KeyFingerprinter,
    _ booked: inout DayRecords, _ keys: inout Spool
) throws {
    var packed: [UInt8] = []
    var batch = RecordBatch()
    func insert() throws {
        guard let duplicate = try batch.insert(into: &booked) else { return }
        throw duplicateKey(try storedKey(at: duplicate, in: keys)).located(
            Place(account: input.account, day: input.day))
    }
    try orders.streamMoney(input.account, day: input.day) { record in
        batch.append(
            fingerprinter.fingerprint(record.type, paymentNo: record.paymentNo, refundNo: record.refundNo),
            amountFen: record.amountFen, isContested: !record.isCNY || !record.hasTime, position: keys.count)
        packed.removeAll(keepingCapacity: true)
        packed.append(record.type == .payment ? 0 : 1)
        for text in [record.paymentNo, record.refundNo] {
            withUnsafeBytes(of: UInt32(text.count)) { packed.append(contentsOf: $0) }
            packed.append(contentsOf: text)
        }
        try packed.withUnsafeBytes { try keys.append($0) }
        if batch.isFull { try insert() }
    }
    try insert()
}

/// Records on their way into the tables, some at a time: see `EntryBatch`.
private struct RecordBatch: ~Copyable {
    private static let recordsMax = 64
    private var keys: [KeyFingerprint] = []
    private var records: [(amountFen: Int64, isContested: Bool, position: UInt64)] = []
    /// Of no meaning; without it nothing would be fetched.
    private var fetched: UInt64 = 0

    init() {
        keys.reserveCapacity(Self.recordsMax)
        records.reserveCapacity(Self.recordsMax)
    }

    var isFull: Bool { keys.count == Self.recordsMax }

    @inline(__always)
    mutating func append(_ key: KeyFingerprint, amountFen: Int64, isContested: Bool, position: UInt64) {
        keys.append(key)
        records.append((amountFen, isContested, position))
    }

    /// - Returns: the position of a key that is there already, where one is.
    mutating func insert(into booked: inout DayRecords) throws -> UInt64? {
        fetched &+= keys.withUnsafeBufferPointer { booked.fetch($0) }
        defer {
            keys.removeAll(keepingCapacity: true)
            records.removeAll(keepingCapacity: true)
        }
        for (key, record) in zip(keys, records) {
            let insertion = try booked.insert(
                key, amountFen: record.amountFen, isContested: record.isContested, position: record.position)
            if insertion == .duplicateKey { return record.position }
        }
        return nil
    }
}

/// Keys that another day or account holds open: a duplicate there, a pair across days, a record that moved. Whatever
/// the day's bill says under such a key is for the rules to decide, with everything else that bears it.
func contestOpenKeys(
    _ input: DayInput, _ connection: borrowing Connection, _ fingerprinter: KeyFingerprinter,
    _ booked: inout DayRecords
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
        _ = try booked.contest(
            fingerprinter.fingerprint(isPayment ? .payment : .refund, paymentNo: paymentNo, refundNo: refundNo))
    }
}

/// Keys of the day's records that no entry claimed.
func stageUnclaimed(
    _ connection: borrowing Connection, _ booked: borrowing DayRecords, _ keys: borrowing Spool
) throws {
    try connection.copyIn(
        "COPY pg_temp.touched_key (entry_type, payment_no, refund_no) FROM STDIN (FORMAT binary)"
    ) { writer in
        try writer.header()
        try booked.forEachUnclaimed { position in
            let key = try storedKey(at: position, in: keys)
            try writer.beginRow(columns: 3)
            try writer.field(key.type.rawValue)
            try writer.field(key.paymentNo)
            try writer.field(key.refundNo)
        }
        try writer.trailer()
    }
}

/// A key as `readBooked` put it into the spool.
func storedKey(at position: UInt64, in keys: borrowing Spool) throws -> RecordKey {
    var at = position
    func take(_ count: Int) throws -> [UInt8] {
        let bytes = try [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            try keys.read(at: at, into: UnsafeMutableRawBufferPointer(buffer))
            used = count
        }
        at += UInt64(count)
        return bytes
    }
    func text() throws -> String {
        let count = try take(4).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
        return count == 0 ? "" : String(decoding: try take(Int(count)), as: UTF8.self)
    }
    let type: EntryType = try take(1)[0] == 0 ? .payment : .refund
    return RecordKey(type: type, paymentNo: try text(), refundNo: try text())
}
