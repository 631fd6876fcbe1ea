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
    /// Payments of the refunds so far, of which only one has to be within its payment.
    private var seen = BookedRecords()
    private let seenBytesMax: Int64
    /// Of what the tables that match a day may take.
    private static let share: Int64 = 8
    /// Refunds that are not within their payment as far as the bill alone can tell.
    private var doubtful = Spool()

    init(_ input: DayInput, _ fingerprinter: KeyFingerprinter) {
        accountID = input.accountID
        self.fingerprinter = fingerprinter
        seenBytesMax = input.pace.memoryBytesMax / Self.share
    }

    @inline(__always)
    mutating func note(_ entry: borrowing BillEntry, _ shop: borrowing ShopSide) throws {
        guard case .refund = entry.type else { return }
        let payment = fingerprinter.payment(entry.paymentNo)
        let isFirst = isFirst(payment)
        guard let amountFen = shop.paymentAmountFen(payment) else { return try doubt(entry) }
        let isWithin = entry.amountFen <= amountFen
        if !isFirst || !isWithin { try doubt(entry) }
        row.begin(columns: Self.columnCount, bytesMax: Self.fixedBytesMax + entry.paymentNo.count)
        row.field(accountID)
        row.field(serverHash(entry.paymentNo))
        row.field(entry.paymentNo)
        row.field(amountFen)
        try rows.append(row.bytes)
    }

    /// The first refund of its payment in this bill.
    private mutating func isFirst(_ payment: KeyFingerprint) -> Bool {
        guard seen.bytes < seenBytesMax else { return false }
        return seen.insert(payment, amountFen: 0, isContested: false, position: 0) == .inserted
    }

    private mutating func doubt(_ entry: borrowing BillEntry) throws {
        row.begin(columns: 2, bytesMax: Self.fixedBytesMax + entry.paymentNo.count)
        row.field(accountID)
        row.field(entry.paymentNo)
        try doubtful.append(row.bytes)
    }

    func copy(_ connection: borrowing Connection) throws {
        try Ledger.copy(rows, "pg_temp.payment_amount", connection)
        try Ledger.copy(doubtful, "pg_temp.touched_payment", connection)
    }
}
