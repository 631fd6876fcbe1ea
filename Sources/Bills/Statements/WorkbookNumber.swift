import Glibc
import Vocabulary

/// Numbers as a workbook keeps them: the shortest decimal of a binary fraction, or one with what binary adds at its end.
enum WorkbookNumber {
    /// The fen that all 15 digits which a workbook shows of a number say; nil for every other number. What a sum of binary
    /// fractions has behind those digits (`30.990000000000002`) is none of the amount.
    @inline(never)
    static func fen(_ cell: Cell) -> Int64? {
        // Up to here each fen has a fraction of its own.
        guard let value = fraction(cell), abs(value) < 1e13 else { return nil }
        let fen = (value * 100).rounded()
        let fifteenDigits = 5e-15
        guard abs(value * 100 - fen) <= abs(fen) * fifteenDigits, abs(fen) <= Double(Fen.limitFen) else { return nil }
        return Int64(fen)
    }

    /// Seconds since 1970 UTC of a day's number with a fraction, by Shanghai's clock. The fraction is of no exact second.
    @inline(never)
    static func epochSeconds(_ cell: Cell, is1904: Bool) -> Int64? {
        // 1899-12-30: the 29th of February 1900, which never was, is counted.
        guard let days = fraction(cell), days > 366, days < 100_000,
            let origin = BusinessDay(year: is1904 ? 1904 : 1899, month: is1904 ? 1 : 12, day: is1904 ? 1 : 30)
        else { return nil }
        return origin.startEpochSeconds + Int64((days * Double(BusinessDay.secondsPerDay)).rounded())
    }

    private static func fraction(_ cell: Cell) -> Double? {
        let digitsMax = 40
        let isNumber = cell.raw.allSatisfy { byte in
            (48...57).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        guard cell.count > 0, cell.count <= digitsMax, isNumber else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: digitsMax + 1) { text -> Double? in
            for index in 0..<cell.count { text[index] = CChar(bitPattern: cell[index]) }
            text[cell.count] = 0
            guard let start = text.baseAddress else { return nil }
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(start, &end)
            return end == start + cell.count && value.isFinite ? value : nil
        }
    }
}
