import Bills
import Postgres
import Vocabulary

/// Rows of `ledger.movement_block` in the making: movements of one class, packed as its comment says. One for each class and
/// bill, none for a row.
package final class MovementBlock {
    package static let columns = """
        account_id, bill_date, file_no, first_line, last_line, movement_class, entry_date, movements, amount_fen, tags, lines
        """
    private static let columnCount: Int16 = 11

    private let accountID: Int32
    private let day: BusinessDay
    private let movementClass: MovementClass
    private let entryDate: BusinessDay?
    private let movementsMax: Int32
    private var lines = ByteBuffer()
    private var tags: ByteBuffer
    private var movements: Int32 = 0
    private var fileNumber: Int16 = 0
    private var firstLine: Int32 = 0
    private var lastLine: Int32 = 0
    private var amountFen: Int64 = 0

    private static let tagBytes = 4
    /// Of the business number and the voucher number.
    private static let tagsPerMovement = 2
    /// Everything in a line but its texts.
    private static let lineBytesMax = 128

    /// - Parameter entryDate: bill date of the entries that the movements belong to.
    package init(
        accountID: Int32, _ day: BusinessDay, _ movementClass: MovementClass, entryDate: BusinessDay?, movementsMax: Int32
    ) {
        self.accountID = accountID
        self.day = day
        self.movementClass = movementClass
        self.entryDate = entryDate
        self.movementsMax = movementsMax
        tags = ByteBuffer(capacity: Int(movementsMax) * Self.tagBytes * Self.tagsPerMovement)
    }

    /// - Returns: false for a movement that cannot stand in a line.
    @inline(__always)
    package func append(_ movement: borrowing Movement, fileNumber: Int16, _ writer: inout CopyWriter) throws -> Bool {
        if movements == movementsMax || fileNumber != self.fileNumber { try flush(&writer) }
        let texts = movement.businessNo.count + movement.voucherNo.count + movement.flowNo.count
        guard Self.isPrintable(movement.businessNo), Self.isPrintable(movement.voucherNo),
            Self.isPrintable(movement.flowNo), Self.isPrintable(movement.name), Self.isPrintable(movement.type),
            Self.isPrintable(movement.code)
        else { return false }
        // A sum beyond all money is for the bill's own totals to refuse, not for these to trap on.
        let (sumFen, isTooLarge) = amountFen.addingReportingOverflow(movement.amountFen)
        if isTooLarge { return false }
        if movements == 0 {
            self.fileNumber = fileNumber
            firstLine = movement.lineNumber
        }
        tags.append(tag: serverHash(movement.businessNo))
        tags.append(tag: serverHash(movement.voucherNo))
        lines.reserve(
            Self.lineBytesMax + texts + movement.name.count + movement.type.count + movement.code.count)
        if movements > 0 { lines.append(UInt8(ascii: "\n")) }
        appendLine(movement)
        movements &+= 1
        lastLine = movement.lineNumber
        amountFen = sumFen
        return true
    }

    @inline(__always)
    private func appendLine(_ movement: borrowing Movement) {
        lines.append(decimal: Int64(movement.lineNumber))
        field(movement.businessNo)
        field(movement.voucherNo)
        field(movement.flowNo)
        tab()
        lines.append(decimal: movement.amountFen)
        tab()
        if let balanceFen = movement.balanceFen { lines.append(decimal: balanceFen) }
        tab()
        lines.append(decimal: movement.bookedAt)
        field(movement.name)
        field(movement.type)
        field(movement.code)
    }

    private func tab() { lines.append(UInt8(ascii: "\t")) }

    @inline(__always)
    private func field(_ text: UnsafeRawBufferPointer) {
        tab()
        lines.append(text)
    }

    /// A tab or the end of a line would shift the fields.
    @inline(__always)
    private static func isPrintable(_ text: UnsafeRawBufferPointer) -> Bool {
        var least = UInt8.max
        for byte in text { least = min(least, byte) }
        return least >= 0x20
    }

    /// Writes the row and begins anew.
    package func flush(_ writer: inout CopyWriter) throws {
        guard movements > 0 else { return }
        try writer.beginRow(columns: Self.columnCount)
        try writer.field(accountID)
        try writer.field(day)
        try writer.field(fileNumber)
        try writer.field(firstLine)
        try writer.field(lastLine)
        try writer.field(movementClass.rawValue)
        if let entryDate { try writer.field(entryDate) } else { try writer.null() }
        try writer.field(movements)
        try writer.field(amountFen)
        try writer.field(tags.bytes)
        try writer.field(lines.bytes)
        lines.removeAll()
        tags.removeAll()
        (movements, amountFen) = (0, 0)
    }
}
