import Bills
import Matching
import Postgres
import Vocabulary

/// Amounts of the payments that the day's refunds are of, as far as the shop booked them on the same day: these need not be
/// asked for again.
struct RefundedAmounts: ~Copyable {
    private static let columnCount: Int16 = 4
    private static let fixedBytesMax = 64

    private let accountID: Int32
    private let fingerprinter: KeyFingerprinter
    private var row = RowBuffer()
    private var rows = Spool()

    init(accountID: Int32, _ fingerprinter: KeyFingerprinter) {
        self.accountID = accountID
        self.fingerprinter = fingerprinter
    }

    @inline(__always)
    mutating func note(_ entry: borrowing BillEntry, _ records: borrowing DayRecords) throws {
        guard case .refund = entry.type else { return }
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        let payment = fingerprinter.fingerprint(.payment, paymentNo: entry.paymentNo, refundNo: none)
        guard let amountFen = records.amountFen(payment) else { return }
        row.begin(columns: Self.columnCount, bytesMax: Self.fixedBytesMax + entry.paymentNo.count)
        row.field(accountID)
        row.field(serverHash(entry.paymentNo))
        row.field(entry.paymentNo)
        row.field(amountFen)
        try rows.append(row.bytes)
    }

    func copy(_ connection: borrowing Connection) throws {
        try Ledger.copy(rows, "pg_temp.payment_amount", connection)
    }
}
