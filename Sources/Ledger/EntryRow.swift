import Bills
import Matching
import Postgres
import Vocabulary

/// One row of `ledger.entry` in COPY's binary format, built in a buffer that is used again for every row.
struct EntryRow {
    static let columns = """
        account_id, bill_date, file_no, line_no, entry_type, outcome, flag, payment_hash, payment_no, refund_no,
        channel_trade_no, channel_refund_no, amount_fen, settled_fen, fee_e5, expected_fee_fen, currency, occurred_at, state
        """
    private static let columnCount: Int16 = 19

    private(set) var bytes: [UInt8] = []
    private let accountID: Int32
    private let postgresDay: Int32

    init(accountID: Int32, day: BusinessDay) {
        self.accountID = accountID
        postgresDay = day.number - Int32(CopyWriter.postgresEpochSeconds / BusinessDay.secondsPerDay)
        bytes.reserveCapacity(1024)
    }

    /// - Parameter expectedFeeFen: set when the fee differs from the contracted one.
    mutating func fill(_ entry: BillEntry, outcome: StaticString, expectedFeeFen: Int64?) {
        bytes.removeAll(keepingCapacity: true)
        integer(Self.columnCount)
        field(accountID)
        field(postgresDay)
        field(entry.fileNumber)
        field(entry.lineNumber)
        field(entry.type == .payment ? "payment" : "refund")
        field(outcome)
        if expectedFeeFen == nil { integer(Int32(-1)) } else { field("fee_mismatch") }
        field(serverHash(entry.paymentNo))
        field(entry.paymentNo)
        field(entry.refundNo)
        field(entry.channelTradeNo)
        field(entry.channelRefundNo)
        field(entry.amountFen)
        field(entry.settledFen)
        field(entry.feeE5)
        if let expectedFeeFen { field(expectedFeeFen) } else { integer(Int32(-1)) }
        field(entry.currency)
        field((entry.occurredAt - CopyWriter.postgresEpochSeconds) * 1_000_000)
        field(entry.state)
    }

    @inline(__always)
    private mutating func integer<I: FixedWidthInteger>(_ value: I) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    @inline(__always)
    private mutating func field<I: FixedWidthInteger>(_ value: I) {
        integer(Int32(MemoryLayout<I>.size))
        integer(value)
    }

    @inline(__always)
    private mutating func field(_ text: UnsafeRawBufferPointer) {
        integer(Int32(truncatingIfNeeded: text.count))
        bytes.append(contentsOf: text)
    }

    @inline(__always)
    private mutating func field(_ text: StaticString) {
        field(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
