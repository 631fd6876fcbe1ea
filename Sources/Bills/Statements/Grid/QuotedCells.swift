/// Cells of a line in which some are quoted as spreadsheet programs do: `"a,b"`, `"a ""b"" c"`, and `="123"` for a number
/// that shall stay text. Unquoted into a buffer of its own.
final class QuotedCells {
    /// Whether a text ends inside quotes; it can be told on, a line at a time.
    struct Scan {
        private(set) var isOpen = false
        private(set) var hasQuotedCell = false
        private var isAtStart = true
        private var scanned = 0

        mutating func go(_ text: UnsafePointer<UInt8>, to end: Int) {
            while scanned < end {
                let byte = text[scanned]
                scanned += 1
                if isOpen {
                    // A doubled one closes and opens again.
                    if byte == UInt8(ascii: "\"") { isOpen = false }
                } else if byte == UInt8(ascii: "\"") {
                    if isAtStart || scanned > 1 && text[scanned - 2] == UInt8(ascii: "\"") {
                        isOpen = true
                        hasQuotedCell = true
                    }
                    isAtStart = false
                } else if byte == UInt8(ascii: ",") {
                    isAtStart = true
                } else if byte != 0x20, byte != 0x09, byte != UInt8(ascii: "=") {
                    isAtStart = false
                }
            }
        }
    }

    private let bytes: UnsafeMutablePointer<UInt8>
    private let capacity: Int

    init(lineBytesMax: Int) {
        capacity = lineBytesMax + 2 * Cell.paddingBytes
        bytes = .allocate(capacity: capacity)
        bytes.initialize(repeating: 0, count: capacity)
    }

    deinit { bytes.deallocate() }

    /// Puts the cells of a line into the row.
    /// - Returns: false where it has more cells than any row.
    func split(_ text: UnsafePointer<UInt8>, count: Int, into row: GridRow) -> Bool {
        var used = Cell.paddingBytes
        var index = 0
        while true {
            let start = used
            var isQuoted = false
            // What stands before a quote that opens is padding, or what spreadsheets put before text.
            var first = index
            while first < count, text[first] == 0x20 || text[first] == 0x09 || text[first] == UInt8(ascii: "=") {
                first += 1
            }
            if first < count, text[first] == UInt8(ascii: "\"") {
                isQuoted = true
                index = first + 1
            }
            while index < count {
                let byte = text[index]
                index += 1
                if isQuoted, byte == UInt8(ascii: "\"") {
                    if index < count, text[index] == byte { index += 1 } else { isQuoted = false; continue }
                } else if !isQuoted, byte == UInt8(ascii: ",") {
                    index -= 1
                    break
                }
                // A line within a cell is a blank there.
                bytes[used] = byte == 0x0A || byte == 0x0D ? 0x20 : byte
                used += 1
            }
            guard row.count < GridRow.columnsMax else { return false }
            row.append(Self.asText(Cell(start: bytes + start, count: used - start)))
            if index == count { return true }
            index += 1
        }
    }

    /// `="123"` inside of quotes, as some write it.
    private static func asText(_ cell: Cell) -> Cell {
        guard cell.count >= 3, cell[0] == UInt8(ascii: "="), cell[1] == UInt8(ascii: "\""),
            cell[cell.count - 1] == UInt8(ascii: "\"")
        else { return cell }
        return Cell(start: cell.start + 2, count: cell.count - 3)
    }
}
