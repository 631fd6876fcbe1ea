import Bills
import Glibc
import Postgres
import Vocabulary

/// One row of `ledger.movement_block` in the making: movements that follow one another in a file, packed as its comment says.
package struct MovementBlock: ~Copyable {
    package static let columns = """
        account_id, bill_date, file_no, first_line, last_line, entry_date, movements, kinds, counts, sums_fen, tags, lines
        """
    private static let columnCount: Int16 = 12

    private let accountID: Int32
    private let day: BusinessDay
    private let entryDate: BusinessDay?
    private let movementsMax: Int32
    private var lines = ByteBuffer()
    private var tags: ByteBuffer
    private var kinds = MovementKinds()
    private var movements: Int32 = 0
    private var fileNumber: Int16 = 0
    private var firstLine: Int32 = 0
    private var lastLine: Int32 = 0
    /// Where the numbers of the line before lie in `lines`: a payment and its fee bear the same.
    private var former = 0..<0

    private static let tagBytes = 4
    /// Of the business number and the voucher number.
    private static let tagsPerMovement = 2
    /// Everything in a line but its texts.
    private static let lineBytesMax = 128

    /// - Parameter entryDate: bill date of the entries that movements of the classes of trade are taken to belong to.
    package init(accountID: Int32, _ day: BusinessDay, entryDate: BusinessDay?, movementsMax: Int32) {
        self.accountID = accountID
        self.day = day
        self.entryDate = entryDate
        self.movementsMax = movementsMax
        tags = ByteBuffer(capacity: Int(movementsMax) * Self.tagBytes * Self.tagsPerMovement)
    }

    /// - Returns: false for a movement that cannot stand in a line.
    @inline(__always)
    package mutating func append(
        _ movement: borrowing Movement, fileNumber: Int16, _ writer: inout CopyWriter
    ) throws -> Bool {
        if movements == movementsMax || fileNumber != self.fileNumber { try flush(&writer) }
        guard fitsLine(movement.businessNo), fitsLine(movement.voucherNo), fitsLine(movement.flowNo),
            let kind = kinds.count(movement)
        else { return false }
        if movements == 0 {
            self.fileNumber = fileNumber
            firstLine = movement.lineNumber
        }
        if !bearsFormerNumbers(movement) {
            tags.append(tag: serverHash(movement.businessNo))
            tags.append(tag: serverHash(movement.voucherNo))
        }
        lines.reserve(
            Self.lineBytesMax + movement.businessNo.count + movement.voucherNo.count + movement.flowNo.count)
        if movements > 0 { lines.append(UInt8(ascii: "\n")) }
        appendLine(movement, kind)
        movements &+= 1
        lastLine = movement.lineNumber
        return true
    }

    @inline(__always)
    private mutating func appendLine(_ movement: borrowing Movement, _ kind: Int) {
        lines.append(decimal: Int64(movement.lineNumber))
        tab()
        lines.append(decimal: Int64(kind))
        let start = lines.count
        field(movement.businessNo)
        field(movement.voucherNo)
        former = start..<lines.count
        field(movement.flowNo)
        tab()
        lines.append(decimal: movement.amountFen)
        tab()
        if let balanceFen = movement.balanceFen { lines.append(decimal: balanceFen) }
        tab()
        lines.append(decimal: movement.bookedAt)
    }

    @inline(__always)
    private func bearsFormerNumbers(_ movement: borrowing Movement) -> Bool {
        let (businessNo, voucherNo) = (movement.businessNo, movement.voucherNo)
        guard former.count == businessNo.count + voucherNo.count + 2, let start = lines.bytes.baseAddress else {
            return false
        }
        let numbers = start + former.lowerBound + 1
        return businessNo.baseAddress.map { memcmp(numbers, $0, businessNo.count) == 0 } ?? true
            && numbers.load(fromByteOffset: businessNo.count, as: UInt8.self) == UInt8(ascii: "\t")
            && voucherNo.baseAddress.map { memcmp(numbers + businessNo.count + 1, $0, voucherNo.count) == 0 } ?? true
    }

    @inline(__always)
    private mutating func tab() { lines.append(UInt8(ascii: "\t")) }

    @inline(__always)
    private mutating func field(_ text: UnsafeRawBufferPointer) {
        tab()
        lines.append(text)
    }

    /// Writes the row and begins anew.
    package mutating func flush(_ writer: inout CopyWriter) throws {
        guard movements > 0 else { return }
        try writer.beginRow(columns: Self.columnCount)
        try writer.field(accountID)
        try writer.field(day)
        try writer.field(fileNumber)
        try writer.field(firstLine)
        try writer.field(lastLine)
        if let entryDate { try writer.field(entryDate) } else { try writer.null() }
        try writer.field(movements)
        try kinds.write(&writer)
        try writer.field(tags.bytes)
        try writer.field(lines.bytes)
        lines.removeAll()
        tags.removeAll()
        kinds.removeAll()
        (movements, former) = (0, 0..<0)
    }
}
