import Vocabulary

/// Exact amounts from the text of a cell. Nothing but digits, a point with decimals, and where allowed one minus:
/// no blanks, grouping, exponent or plus sign.
enum AmountText {
    /// Yuan with up to two decimals, not negative. nil if it is anything else or beyond `Fen.limitFen`.
    @inline(__always)
    static func fen(_ cell: Cell) -> Int64? {
        // "0.00", the most frequent of all.
        if cell.count == 4, UInt32(truncatingIfNeeded: cell.load(0)) == 0x3030_2E30 { return 0 }
        if cell.count >= 4, cell.count <= 8, let value = lastEight(cell, pointAt: 5) { return value }
        return decimal(cell, decimalsMax: 2)
    }

    /// The same, a minus allowed.
    @inline(__always)
    static func signedFen(_ cell: Cell) -> Int64? {
        guard cell.count > 1, cell[0] == UInt8(ascii: "-") else { return fen(cell) }
        guard let value = fen(cell.dropFirst(1)) else { return nil }
        return -value
    }

    /// Yuan with up to five decimals, a minus allowed, in 1/100000 yuan; within ± `Fen.limitFen` of these units.
    @inline(__always)
    static func signedE5(_ cell: Cell) -> Int64? {
        let isNegative = cell.count > 1 && cell[0] == UInt8(ascii: "-")
        let digits = isNegative ? cell.dropFirst(1) : cell
        var value: Int64
        if digits.count >= 7, digits.count <= 8, let quick = lastEight(digits, pointAt: 2) {
            value = quick
        } else if digits.count >= 4, digits.count <= 8, let quick = lastEight(digits, pointAt: 5) {
            // Alipay's fees have two decimals.
            value = quick &* 1000
        } else if let slow = decimal(digits, decimalsMax: 5) {
            value = slow
        } else {
            return nil
        }
        if isNegative { value = -value }
        return value
    }

    /// A text of at most eight bytes whose point stands `pointAt` bytes from the start of the eight that end with it:
    /// the point is taken out and the digits are read at once. nil if it is of another form.
    @inline(__always)
    private static func lastEight(_ cell: Cell, pointAt: UInt64) -> Int64? {
        let zeros: UInt64 = 0x3030_3030_3030_3030
        let keep = ~UInt64(0) << UInt64(truncatingIfNeeded: (8 &- cell.count) &* 8)
        let word = (cell.load(cell.count &- 8) & keep) | (zeros & ~keep)
        guard (word >> (pointAt &* 8)) & 0xFF == 0x2E else { return nil }
        let below = (UInt64(1) << (pointAt &* 8)) &- 1
        let digits = ((word & below) << 8) | (word & ~(below << 8 | 0xFF)) | 0x30
        let isEveryByteDigit =
            ((digits & 0xF0F0_F0F0_F0F0_F0F0)
                | (((digits &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4)) == 0x3333_3333_3333_3333
        guard isEveryByteDigit else { return nil }
        var value = digits &- zeros
        value = (value &* 10) &+ (value >> 8)
        value =
            (((value & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064)
                &+ (((value >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001)) >> 32
        return Int64(truncatingIfNeeded: value & 0xFFFF_FFFF)
    }

    /// Any number of digits, in units of the last of `decimalsMax` decimals.
    @inline(never)
    private static func decimal(_ cell: Cell, decimalsMax: Int) -> Int64? {
        var value: Int64 = 0
        var index = 0
        var decimals = -1
        while index < cell.count {
            let byte = cell[index]
            index += 1
            if byte == UInt8(ascii: ".") {
                // A digit on both sides.
                guard decimals < 0, index > 1, index < cell.count else { return nil }
                decimals = 0
                continue
            }
            guard byte >= 48, byte <= 57 else { return nil }
            if decimals >= 0 { decimals += 1 }
            guard decimals <= decimalsMax else { return nil }
            value = value * 10 + Int64(byte - 48)
            guard value <= Fen.limitFen else { return nil }
        }
        guard cell.count > 0 else { return nil }
        for _ in max(0, decimals)..<decimalsMax {
            value *= 10
            guard value <= Fen.limitFen else { return nil }
        }
        return value
    }

    /// Digits only, as a number of rows.
    static func count(_ cell: Cell) -> Int64? {
        guard cell.count > 0, cell.count <= 12 else { return nil }
        return decimal(cell, decimalsMax: 0)
    }
}

/// A sum that remembers that it went over instead of stopping the program.
struct ExactSum {
    private(set) var value: Int64 = 0
    private(set) var isOverflowed = false

    @inline(__always)
    mutating func add(_ amount: Int64) {
        let (sum, overflow) = value.addingReportingOverflow(amount)
        value = sum
        isOverflowed = isOverflowed || overflow
    }
}
