import Ledger
import Postgres

/// Payments whose refunds have to be added up, on their way into `pg_temp.touched_payment`.
struct TouchedPayments: ~Copyable {
    private static let columnCount: Int16 = 2
    /// What a row takes beside the number.
    private static let fixedBytesMax = 32

    private let accountID: Int32
    private var row = RowBuffer()
    private var rows = Spool()

    init(_ input: DayInput) { accountID = input.accountID }

    mutating func append(_ paymentNo: UnsafeRawBufferPointer) throws {
        row.begin(columns: Self.columnCount, bytesMax: Self.fixedBytesMax + paymentNo.count)
        row.field(accountID)
        row.field(paymentNo)
        try rows.append(row.bytes)
    }

    func copy(_ connection: borrowing Connection) throws {
        try rows.copy(into: "pg_temp.touched_payment", connection)
    }
}
