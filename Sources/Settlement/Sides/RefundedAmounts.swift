import Ledger
import Bills
import Rules
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
    /// Payments of refunds that are not known to be within them.
    private var doubtful: TouchedPayments

    init(_ input: DayInput, _ fingerprinter: KeyFingerprinter) {
        accountID = input.accountID
        self.fingerprinter = fingerprinter
        doubtful = TouchedPayments(input)
    }

    @inline(__always)
    mutating func note(_ entry: borrowing BillEntry, _ shop: borrowing ShopSide) throws {
        guard case .refund = entry.type else { return }
        guard let amountFen = shop.paymentAmountFen(fingerprinter.payment(entry.paymentNo)) else {
            return try doubtful.append(entry.paymentNo)
        }
        if entry.amountFen > amountFen { try doubtful.append(entry.paymentNo) }
        row.begin(columns: Self.columnCount, bytesMax: Self.fixedBytesMax + entry.paymentNo.count)
        row.field(accountID)
        row.field(serverHash(entry.paymentNo))
        row.field(entry.paymentNo)
        row.field(amountFen)
        try rows.append(row.bytes)
    }

    func copy(_ connection: borrowing Connection) throws {
        try rows.copy(into: "pg_temp.payment_amount", connection)
        try doubtful.copy(connection)
    }
}
