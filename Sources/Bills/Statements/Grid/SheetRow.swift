import Vocabulary

/// The row of a sheet that is being read: its texts in a buffer that never moves, so that cells can point into it.
final class SheetRow {
    /// The sheet's, for messages.
    var place: Place
    private(set) var row = GridRow()
    private let bytes: UnsafeMutablePointer<UInt8>
    private let bytesMax: Int
    private var used = 0
    private var start = 0

    init(limits: BillLimits, place: Place) {
        self.place = place
        bytesMax = limits.lineBytesMax
        bytes = .allocate(capacity: bytesMax + 2 * Cell.paddingBytes)
        bytes.initialize(repeating: 0, count: bytesMax + 2 * Cell.paddingBytes)
    }

    deinit { bytes.deallocate() }

    func use(_ row: GridRow) { self.row = row }

    func begin(line: Int) {
        row.begin(line: line)
        (used, start) = (0, 0)
    }

    func beginCell() { start = used }

    func append(_ text: UnsafeRawBufferPointer) throws {
        guard let from = text.baseAddress else { return }
        guard used + text.count <= bytesMax else {
            throw Problem(
                .billLineTooLong, "a row is longer than any row can be", at: place.at(line: row.line),
                expected: "at most \(bytesMax) bytes", found: "more")
        }
        UnsafeMutableRawPointer(bytes + Cell.paddingBytes + used).copyMemory(from: from, byteCount: text.count)
        used += text.count
    }

    /// What was appended since the cell began.
    var cell: Cell { Cell(start: bytes + Cell.paddingBytes + start, count: used - start) }

    func endCell(_ column: Int, _ cell: Cell, _ kind: GridRow.Kind) throws {
        if cell.isEmpty { return }
        guard row.set(column, cell, kind) else {
            throw Problem(
                .billCellsSurplus, "a row has more cells than any statement has columns",
                at: place.at(line: row.line), expected: "at most \(GridRow.columnsMax)",
                found: "one in column \(column + 1)")
        }
    }
}
