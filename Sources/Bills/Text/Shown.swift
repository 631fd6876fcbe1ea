/// What of a cell may stand in a problem. A cell may hold anything when columns are shifted, so only what looks like a
/// number, a time or an enumeration's name is shown.
enum Shown {
    private static let bytesMax = 40

    /// Digits and the signs of numbers and times.
    static func numeric(_ cell: Cell) -> String {
        shown(cell) { ($0 >= 0x2A && $0 <= 0x3A) || $0 == 0x20 || $0 == UInt8(ascii: "E") || $0 == UInt8(ascii: "e") }
    }

    /// Digits alone.
    static func digits(_ cell: Cell) -> String { shown(cell) { $0 >= 48 && $0 <= 57 } }

    private static func shown(_ cell: Cell, isHarmless: (UInt8) -> Bool) -> String {
        if cell.isEmpty { return "nothing" }
        guard cell.count <= bytesMax, cell.raw.allSatisfy(isHarmless) else {
            return "\(cell.count) bytes of other text"
        }
        return String(decoding: cell.raw, as: UTF8.self)
    }
}
