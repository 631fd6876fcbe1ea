import Vocabulary

/// Numbers given by channel and shop. They are text: printable ASCII, compared byte by byte.
enum IdentifierText {
    /// WeChat Pay and Alipay use up to 64.
    static let bytesMax = 128

    /// False for an empty or too long cell, for one with other bytes than printable ASCII, and for `2.02E+27`.
    @inline(__always)
    static func isSound(_ cell: Cell) -> Bool {
        guard cell.count > 0, cell.count <= bytesMax else { return false }
        let high: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        var strange: UInt64 = 0
        var plus: UInt64 = 0
        var offset = 0
        while offset < cell.count {
            var word = cell.load(offset)
            let left = cell.count &- offset
            // Bytes of the next cell count as zeros of text.
            if left < 8 {
                let keep = (UInt64(1) << UInt64(truncatingIfNeeded: left &* 8)) &- 1
                word = (word & keep) | (0x3030_3030_3030_3030 & ~keep)
            }
            strange |= word | (word &+ ones) | ((word &- ones &* 0x20) & ~word)
            let signs = word ^ (ones &* 0x2B)
            plus |= (signs &- ones) & ~signs
            offset &+= 8
        }
        if strange & high != 0 { return false }
        return plus & high == 0 || !isInExponentForm(cell)
    }

    /// What a spreadsheet makes of a long number: digits with at most one point, `E+`, digits.
    static func isInExponentForm(_ cell: Cell) -> Bool {
        var mantissa = 0
        while mantissa < cell.count, (48...57).contains(cell[mantissa]) || cell[mantissa] == UInt8(ascii: ".") {
            mantissa += 1
        }
        guard mantissa > 0, cell.count > mantissa + 2, cell[mantissa] | 0x20 == UInt8(ascii: "e"),
            cell[mantissa + 1] == UInt8(ascii: "+")
        else { return false }
        return cell.dropFirst(mantissa + 2).raw.allSatisfy { (48...57).contains($0) }
    }

    /// The number of a cell that may be empty.
    @inline(__always)
    static func orEmpty(_ cell: Cell, at place: @autoclosure () -> Place) throws -> Cell {
        guard cell.isEmpty || isSound(cell) else { throw problem(cell, at: place()) }
        return cell
    }

    /// The same of a cell in which a merchant may have written any text: that is no number, and stays in the file.
    @inline(__always)
    static func orNone(_ cell: Cell, at place: @autoclosure () -> Place) throws -> Cell {
        if cell.isEmpty || isSound(cell) { return cell }
        if isInExponentForm(cell) { throw problem(cell, at: place()) }
        return Cell(start: cell.start, count: 0)
    }

    @inline(never)
    static func problem(_ cell: Cell, at place: Place) -> Problem {
        if isInExponentForm(cell) {
            return Problem(
                .billResaved, "a number was rounded by a spreadsheet", at: place, expected: "the digits as printed",
                found: Shown.rounded(cell))
        }
        return Problem(
            .billBadIdentifier, "a number is empty, too long, or not printable ASCII", at: place,
            expected: "1 to \(bytesMax) printable ASCII characters", found: Shown.size(cell))
    }
}
