import Bills
import Postgres
import Rules
import Vocabulary

/// One row of `ledger.movement` in COPY's binary format, as long as nobody knows whose it is; built in memory that is used
/// again for every row.
package struct MovementRow: ~Copyable {
    package static let columns = """
        account_id, bill_date, file_no, line_no, movement_class, business_no, voucher_no, flow_no, amount_fen, balance_fen,
        booked_at, name, type, code, outcome
        """
    private static let columnCount: Int16 = 15
    /// Everything but the texts' own bytes.
    private static let fixedBytesMax = 256

    private var row = RowBuffer()
    private let accountID: Int32
    private let postgresDay: Int32

    package init(accountID: Int32, day: BusinessDay) {
        self.accountID = accountID
        postgresDay = CopyWriter.postgresDay(day)
    }

    package var bytes: UnsafeRawBufferPointer { row.bytes }

    package mutating func fill(_ movement: borrowing Movement, fileNumber: Int16) {
        row.begin(
            columns: Self.columnCount,
            bytesMax: Self.fixedBytesMax + movement.businessNo.count + movement.voucherNo.count + movement.flowNo.count
                + movement.name.count + movement.type.count + movement.code.count)
        row.field(accountID)
        row.field(postgresDay)
        row.field(fileNumber)
        row.field(movement.lineNumber)
        row.field(text: movement.movementClass.rawValue)
        row.field(movement.businessNo)
        row.field(movement.voucherNo)
        row.field(movement.flowNo)
        row.field(movement.amountFen)
        if let balanceFen = movement.balanceFen { row.field(balanceFen) } else { row.null() }
        row.timestamp(epochSeconds: movement.bookedAt)
        row.field(movement.name)
        row.field(movement.type)
        row.field(movement.code)
        if movement.movementClass.family == nil { row.field("unlinked") } else { row.field("waiting_for_trade") }
    }
}
