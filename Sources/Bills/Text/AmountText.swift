import Vocabulary

/// Exact amounts from the text of a cell: digits and a point with decimals as the channels print them, or the same
/// number in another exact notation (`6e-05`, `1.2E1`). No blanks and no grouping, and nothing is ever rounded.
enum AmountText {
    /// Yuan in whole fen, not negative. nil if it is anything else or beyond `Fen.limitFen`.
    @inline(__always)
    static func fen(_ cell: Cell) -> Int64? {
        // "0.00", the most frequent of all.
        if cell.count == 4, UInt32(truncatingIfNeeded: cell.load(0)) == 0x3030_2E30 { return 0 }
        if cell.count >= 4, cell.count <= 8, let value = lastEight(cell, pointAt: 5) { return value }
        if let value = decimal(cell, decimalsMax: 2) { return value }
        guard case .value(let value) = read(cell, decimals: 2), value >= 0 else { return nil }
        return value
    }

    /// Fen of an amount that may have a minus in front of it.
    @inline(__always)
    static func signedFen(_ cell: Cell) -> Int64? {
        guard cell.count > 1, cell[0] == UInt8(ascii: "-") else { return fen(cell) }
        // Another sign is none of the number.
        guard cell[1] != UInt8(ascii: "-"), cell[1] != UInt8(ascii: "+"), let value = fen(cell.dropFirst(1)) else {
            return nil
        }
        return -value
    }

    /// Yuan in whole 1/100000 yuan, a minus allowed; within ± `Fen.limitFen` of these units.
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
            guard case .value(let other) = read(cell, decimals: 5) else { return nil }
            return other
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

    /// What a text says that is no plain decimal.
    enum Reading: Hashable {
        case value(Int64)
        /// No number at all.
        case noNumber
        /// A number that is no whole count of the unit.
        case tooFine
        case tooLarge
    }

    /// Longer than any number that somebody prints; what is longer is not looked at.
    private static let numberBytesMax = 64

    /// Any exact decimal notation: a sign, digits with at most one point among them, and a power of ten.
    /// - Parameter decimals: of the unit that the value is counted in.
    @inline(never)
    static func read(_ cell: Cell, decimals: Int) -> Reading {
        guard cell.count > 0, cell.count <= numberBytesMax else { return .noNumber }
        var index = cell[0] == UInt8(ascii: "-") || cell[0] == UInt8(ascii: "+") ? 1 : 0
        // Zeros are counted until another digit comes, so that those at the end never make a number too long.
        var (mantissa, zeros, digits, fraction) = (Int64(0), 0, 0, 0)
        var (isPointSeen, isTooLong) = (false, false)
        while index < cell.count {
            let byte = cell[index]
            if byte == UInt8(ascii: "."), !isPointSeen {
                isPointSeen = true
            } else if byte >= 48, byte <= 57 {
                digits += 1
                if isPointSeen { fraction += 1 }
                if byte == 48 {
                    zeros += 1
                } else {
                    for _ in 0...zeros {
                        let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
                        (mantissa, isTooLong) = (product, isTooLong || overflow)
                    }
                    let (sum, overflow) = mantissa.addingReportingOverflow(Int64(byte - 48))
                    (mantissa, zeros, isTooLong) = (sum, 0, isTooLong || overflow)
                }
            } else {
                break
            }
            index += 1
        }
        guard digits > 0, let power = exponent(cell, from: index) else { return .noNumber }
        if mantissa == 0, !isTooLong { return .value(0) }
        // All of these are small: a text has at most 64 bytes, and an exponent four digits.
        let shift = decimals + zeros - fraction + power
        if shift < 0 { return .tooFine }
        guard !isTooLong else { return .tooLarge }
        for _ in 0..<shift {
            guard mantissa <= Fen.limitFen else { return .tooLarge }
            mantissa *= 10
        }
        guard mantissa <= Fen.limitFen else { return .tooLarge }
        return .value(cell[0] == UInt8(ascii: "-") ? -mantissa : mantissa)
    }

    /// The power of ten at the end of a number, 0 where there is none; nil for anything else.
    private static func exponent(_ cell: Cell, from start: Int) -> Int? {
        if start == cell.count { return 0 }
        guard cell[start] | 0x20 == UInt8(ascii: "e") else { return nil }
        var index = start + 1
        let isNegative = index < cell.count && cell[index] == UInt8(ascii: "-")
        if isNegative || (index < cell.count && cell[index] == UInt8(ascii: "+")) { index += 1 }
        guard index < cell.count, cell.count - index <= 4 else { return nil }
        var value = 0
        while index < cell.count {
            guard cell[index] >= 48, cell[index] <= 57 else { return nil }
            value = value * 10 + Int(cell[index] - 48)
            index += 1
        }
        return isNegative ? -value : value
    }

    /// Why a cell is no amount of its column.
    /// - Parameter isSigned: negative amounts are right there.
    @inline(never)
    static func problem(_ cell: Cell, decimals: Int, isSigned: Bool, at place: Place) -> Problem {
        if read(cell, decimals: decimals) == .tooLarge {
            let limit = decimals == 2 ? Fen.yuan(Fen.limitFen) : Fen.yuan(e5: Fen.limitFen)
            return Problem(
                .billBadAmount, "an amount is larger than any that is accepted", at: place,
                expected: "at most \(limit)", found: Shown.amount(cell), hint: ProblemCode.askChannel)
        }
        return Problem(
            .billBadAmount, "an amount is not of the form that the channel uses", at: place,
            expected: "yuan with up to \(decimals) decimals" + (isSigned ? "" : ", not negative"),
            found: Shown.amount(cell), hint: ProblemCode.askChannel)
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

    /// A number of rows with decimals of zero, too: `20.0`, as the channels' own funds bills have it.
    static func countOrDecimal(_ cell: Cell) -> Int64? {
        guard let point = cell.raw.firstIndex(of: UInt8(ascii: ".")) else { return count(cell) }
        let decimals = cell.raw[(point + 1)...]
        guard (1...2).contains(decimals.count), decimals.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
        return count(Cell(start: cell.start, count: point))
    }

    /// Digits only, as a number of rows.
    static func count(_ cell: Cell) -> Int64? {
        guard cell.count > 0, cell.count <= 12 else { return nil }
        return decimal(cell, decimalsMax: 0)
    }
}

/// A sum that remembers that it went over instead of stopping the program.
struct ExactSum {
    /// No bill's sum comes near it: a hundred times the largest amount of one row. What is beyond is refused, so that
    /// whoever adds a few of a bill's totals, or shows one as `numeric(18,2)`, cannot go over either.
    static let limit: Int64 = 100 * Fen.limitFen

    private(set) var value: Int64 = 0
    private(set) var isOverflowed = false

    @inline(__always)
    mutating func add(_ amount: Int64) {
        let (sum, overflow) = value.addingReportingOverflow(amount)
        value = sum
        isOverflowed = isOverflowed || overflow
    }

    var isBeyondAllMoney: Bool { isOverflowed || value.magnitude > Self.limit.magnitude }
}
