import Bills
import Ledger
import Postgres
import Vocabulary

/// An entry of a file as `held_entries` tells of one in the ledger.
struct HeldEntryRow: ~Copyable {
    private(set) var buffer = RowBuffer()
    private static let columnCount: Int16 = 15
    /// Everything but the texts' own bytes.
    private static let fixedBytesMax = 192

    mutating func fill(_ entry: borrowing BillEntry) {
        buffer.begin(
            columns: Self.columnCount,
            bytesMax: Self.fixedBytesMax + entry.paymentNo.count + entry.refundNo.count + entry.channelTradeNo.count
                + entry.channelRefundNo.count + entry.currency.count + entry.state.count)
        buffer.field(entry.fileNumber)
        buffer.field(entry.lineNumber)
        if case .payment = entry.type { buffer.field("payment") } else { buffer.field("refund") }
        buffer.field(entry.paymentNo)
        buffer.field(entry.refundNo)
        buffer.field(entry.channelTradeNo)
        buffer.field(entry.channelRefundNo)
        buffer.field(entry.amountFen)
        buffer.field(entry.settledFen)
        buffer.field(entry.feeE5)
        buffer.field(entry.currency)
        buffer.timestamp(epochSeconds: entry.occurredAt)
        buffer.field(entry.state)
        buffer.field(entry.isClassified)
        buffer.field(!entry.isRefundNotExecuted)
    }
}

/// A movement of a file as `held_movements` tells of one in the ledger.
struct HeldMovementRow: ~Copyable {
    private(set) var buffer = RowBuffer()
    private static let columnCount: Int16 = 12
    private static let fixedBytesMax = 192

    mutating func fill(_ movement: borrowing Movement, fileNumber: Int16) {
        buffer.begin(
            columns: Self.columnCount,
            bytesMax: Self.fixedBytesMax + movement.businessNo.count + movement.voucherNo.count + movement.flowNo.count
                + movement.name.count + movement.type.count + movement.code.count)
        buffer.field(fileNumber)
        buffer.field(movement.lineNumber)
        buffer.field(text: movement.movementClass.rawValue)
        buffer.field(movement.businessNo)
        buffer.field(movement.voucherNo)
        buffer.field(movement.flowNo)
        buffer.field(movement.amountFen)
        if let balanceFen = movement.balanceFen { buffer.field(balanceFen) } else { buffer.null() }
        buffer.timestamp(epochSeconds: movement.bookedAt)
        buffer.field(movement.name)
        buffer.field(movement.type)
        buffer.field(movement.code)
    }
}

func differs(_ day: DayInForce, _ files: [BillFile], _ differences: RowDifferences) -> Problem? {
    guard let first = differences.first else { return nil }
    var place = day.place
    let file = Int(first.fileNumber)
    if files.indices.contains(file) { (place.file, place.pot) = (files[file].path, files[file].pot) }
    place.line = Int(first.lineNumber)
    return Problem(
        .billDiffers, "the ledger does not hold the rows of the archived bill", at: place, found: differences.text)
}
