import Glibc
import Vocabulary

/// A table as lines with commas, in either encoding, quoted or not.
final class CSVGrid: Grid {
    let place: Place
    let is1904 = false
    let encodings: [AlipayEncoding]
    var fileBytesRead: Int64 { text.fileBytesRead }

    private var text: TextWindow
    private let quoted: QuotedCells
    private var surplus: SurplusCells?
    private var columns = 0
    private var isOpened = false
    /// The row that was handed out last, whose bytes are still in the window.
    private var last: TextWindow.Row?

    /// - Parameter isMarked: there is a UTF-8 byte-order mark.
    init(_ source: any ByteSource, isMarked: Bool, limits: BillLimits, blockBytes: Int, place: Place) throws {
        self.place = place
        encodings = isMarked ? [.utf8] : [.utf8, .gb18030]
        text = TextWindow(
            source, place: place, limits: limits, bytesMax: limits.inflatedBytesMax, blockBytes: blockBytes)
        quoted = QuotedCells(lineBytesMax: limits.lineBytesMax)
        if isMarked {
            _ = try text.has(3)
            text.skip(3)
        }
    }

    func nextSheet() throws -> Bool {
        defer { isOpened = true }
        return !isOpened
    }

    func expect(_ contents: [CellContent]) {
        surplus = SurplusCells(contents)
        columns = contents.count
    }

    func proveRest() throws { try text.proveRest() }

    func next(into row: GridRow) throws -> Bool {
        if let last { text.consume(last) }
        last = nil
        guard try text.has(1) else { return false }
        row.begin(line: text.lineNumber)
        var line = try text.row(
            CommaSeparator.self, firstCell: 0, startsRow: { _ in true }, endsRows: { _, _ in true })
        defer { last = line }
        // What a console writes above and below a table is no row, whatever it holds.
        if text.text.pointee == UInt8(ascii: "#") {
            row.append(Cell(start: text.text, count: line.count))
            return true
        }
        if memchr(text.text, Int32(UInt8(ascii: "\"")), line.count) != nil, try readQuoted(&line, into: row) {
            return true
        }
        if line.cells != columns, columns > 0 {
            if isBlank(line) { return true }
            try surplus?.settle(line, in: text, at: place)
            line.cells = columns
        }
        guard line.cells <= GridRow.columnsMax else { throw tooManyCells(line.cells) }
        for index in 0..<line.cells { row.append(text.cell(index, separatorWidth: 1)) }
        return true
    }

    /// - Returns: false where the quotes in the line are no more than text.
    @inline(never)
    private func readQuoted(_ line: inout TextWindow.Row, into row: GridRow) throws -> Bool {
        var scan = QuotedCells.Scan()
        scan.go(text.text, to: line.count)
        if scan.isOpen {
            // The row goes on behind the line.
            scan = QuotedCells.Scan()
            line = try text.row(
                CommaSeparator.self, firstCell: 0, startsRow: { _ in false },
                endsRows: { window, offset in
                    scan.go(window.text, to: offset)
                    return !scan.isOpen
                })
            scan.go(text.text, to: line.count)
            guard !scan.isOpen else {
                throw Problem(
                    .billTruncated, "a quoted cell is not closed", at: place.at(line: text.lineNumber),
                    expected: "a quote at its end", found: "the end of the file")
            }
        }
        guard scan.hasQuotedCell else { return false }
        guard quoted.split(text.text, count: line.count, into: row) else { throw tooManyCells(line.cells) }
        if columns == 0 || row.count <= columns || row.isEmptyFrom(columns) { return true }
        // Nobody quoted the line: a text with commas in it begins with a quote behind one of these.
        guard line.joinedLines == 0 else { throw tooManyCells(row.count) }
        row.begin(line: row.line)
        return false
    }

    /// Nothing but separators and blanks: what spreadsheet programs leave of an empty row.
    @inline(never)
    private func isBlank(_ line: TextWindow.Row) -> Bool {
        let blanks: [UInt8] = [0x20, 0x09, 0x0D, UInt8(ascii: ",")]
        return UnsafeBufferPointer(start: text.text, count: line.count).allSatisfy { blanks.contains($0) }
    }

    private func tooManyCells(_ count: Int) -> Problem {
        Problem(
            .billCellsSurplus, "a row has more cells than the header, and its columns cannot be told for certain",
            at: place.at(line: text.lineNumber),
            expected: columns > 0 ? "\(columns) cells" : "at most \(GridRow.columnsMax)", found: "\(count)")
    }
}

extension GridRow {
    fileprivate func isEmptyFrom(_ column: Int) -> Bool { (column..<count).allSatisfy { self[$0].isEmpty } }
}
