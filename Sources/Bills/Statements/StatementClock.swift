import Vocabulary

/// Times of a statement: rows of one day follow each other, so the day is read once.
struct StatementClock {
    private let is1904: Bool
    private var clock = DayClock(BusinessDay(number: 0))

    init(is1904: Bool) { self.is1904 = is1904 }

    /// Seconds since 1970 UTC; nil for what is no time.
    @inline(__always)
    mutating func epochSeconds(_ cell: Cell, isNumber: Bool) -> Int64? {
        if let moment = clock.epochSeconds(cell) { return moment }
        return slow(cell, isNumber: isNumber)
    }

    @inline(never)
    private mutating func slow(_ cell: Cell, isNumber: Bool) -> Int64? {
        if isNumber { return WorkbookNumber.epochSeconds(cell, is1904: is1904) }
        if let moment = DayClock.anyEpochSeconds(cell) {
            clock = DayClock(BusinessDay(epochSeconds: moment))
            return moment
        }
        // A workbook's own form: 2026-05-01T08:15:03, and thousandths that are 0.
        let wholeBytes = 19
        guard cell.count >= wholeBytes, cell[10] == UInt8(ascii: "T"),
            cell.dropFirst(wholeBytes).raw.allSatisfy({ $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "0") })
        else { return nil }
        var text = Array(cell.raw.prefix(wholeBytes))
        text[10] = 0x20
        return SlowCell.with(text, DayClock.anyEpochSeconds)
    }
}
