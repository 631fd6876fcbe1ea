import Rules
import Orders
import Postgres
import Runtime
import Vocabulary

/// The shop's money records of the day on their way into memory: read on a queue of their own, so that both sides can come
/// in at the same time.
final class RecordFeed: Sendable {
    /// Batches that may wait: a megabyte.
    private static let batchesMax = 16

    private let orders: OrderSnapshot
    private let batches: Handover<RecordBatch>
    private let reading: QueuedWork<RecordsDigest>

    init(_ input: DayInput, _ orders: OrderSnapshot, _ fingerprinter: KeyFingerprinter) {
        let batches = Handover<RecordBatch>(places: Self.batchesMax)
        (self.orders, self.batches) = (orders, batches)
        reading = QueuedWork("orders") { [account = input.account, day = input.day, pace = input.pace] in
            defer { batches.end() }
            var batch = RecordBatch()
            var digest = RecordsDigest()
            try orders.streamMoney(account, day: day) { record in
                digest.absorb(record)
                batch.append(record, fingerprinter)
                guard batch.keys.count == pace.recordsPerBatch else { return }
                guard batches.put(batch) else { throw Unwanted() }
                batch = RecordBatch()
            }
            _ = batches.put(batch)
            return digest
        }
    }

    /// Of all records; waits for the last.
    var digest: RecordsDigest { get throws { try reading.wait() } }

    private struct Unwanted: Error {}

    /// Waits for more records; nil after the last.
    /// - Throws: why they could not be read.
    func next() throws -> RecordBatch? {
        if let batch = batches.take() { return batch }
        try reading.wait()
        return nil
    }

    /// Nobody will ask for the rest.
    func abandon() {
        batches.end(discarding: true)
        orders.canceller?.cancel()
        _ = try? reading.wait()
    }
}

/// Records one after the other, each with its key and where that can be read again.
struct RecordBatch: Sendable {
    struct Record {
        var amountFen: Int64
        var isContested: Bool
        var isPayment: Bool
        /// Of the key in `texts`.
        var offset: Int
    }

    private(set) var keys: [KeyFingerprint] = []
    private(set) var records: [Record] = []
    private(set) var payments: Int64 = 0
    /// What the refunds among them are of.
    private(set) var refundedPayments: [KeyFingerprint] = []
    /// The keys as `storedKey` reads them.
    private(set) var texts: [UInt8] = []

    mutating func append(_ record: OrderSnapshot.Booked, _ fingerprinter: KeyFingerprinter) {
        keys.append(fingerprinter.fingerprint(record.type, paymentNo: record.paymentNo, refundNo: record.refundNo))
        let isPayment = record.type == .payment
        records.append(
            Record(
                amountFen: record.amountFen, isContested: !record.isCNY || !record.hasTime, isPayment: isPayment,
                offset: texts.count))
        if isPayment {
            payments += 1
        } else {
            refundedPayments.append(fingerprinter.payment(record.paymentNo))
        }
        texts.append(isPayment ? 0 : 1)
        append(record.paymentNo)
        append(record.refundNo)
    }

    private mutating func append(_ text: UnsafeRawBufferPointer) {
        withUnsafeBytes(of: UInt32(text.count)) { texts.append(contentsOf: $0) }
        texts.append(contentsOf: text)
    }
}

/// A key as `RecordBatch` wrote it.
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
