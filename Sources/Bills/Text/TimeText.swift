import Vocabulary

/// `yyyy-MM-dd HH:mm:ss` on one Shanghai day, as every row of a bill has it.
struct DayClock {
    let day: BusinessDay
    private let startEpochSeconds: Int64
    /// `yyyy-MM-` and `dd `.
    private let yearMonth: UInt64
    private let dayOfMonth: UInt64

    init(_ day: BusinessDay) {
        self.day = day
        startEpochSeconds = day.startEpochSeconds
        var words: [UInt64] = [0, 0]
        for (index, byte) in "\(day) ".utf8.enumerated() { words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8) }
        (yearMonth, dayOfMonth) = (words[0], words[1])
    }

    /// Seconds since 1970 UTC; nil if the text is not a time of this day.
    @inline(__always)
    func epochSeconds(_ cell: Cell) -> Int64? {
        guard cell.count == 19, cell.load(0) == yearMonth, cell.load(8) & 0xFF_FFFF == dayOfMonth else { return nil }
        guard let second = Self.secondOfDay(cell) else { return nil }
        return startEpochSeconds &+ second
    }

    /// Of `HH:mm:ss` behind `yyyy-MM-dd `.
    @inline(__always)
    private static func secondOfDay(_ cell: Cell) -> Int64? {
        let clock = cell.load(11)
        guard clock & 0xF0F0_FFF0_F0FF_F0F0 == 0x3030_3A30_303A_3030 else { return nil }
        @inline(__always)
        func digit(_ index: UInt64) -> Int64 { Int64(truncatingIfNeeded: (clock >> (index &* 8)) & 0x0F) }
        let ones = (digit(1), digit(4), digit(7))
        let hour = digit(0) &* 10 &+ ones.0
        let minute = digit(3) &* 10 &+ ones.1
        let second = digit(6) &* 10 &+ ones.2
        guard ones.0 < 10, ones.1 < 10, ones.2 < 10, hour < 24, digit(3) < 6, digit(6) < 6 else { return nil }
        return hour &* 3600 &+ minute &* 60 &+ second
    }

    /// Of any day; for rows that need not lie in the bill's.
    static func anyEpochSeconds(_ cell: Cell) -> Int64? {
        guard cell.count == 19, cell[4] == UInt8(ascii: "-"), cell[7] == UInt8(ascii: "-"), cell[10] == 0x20,
            let year = number(cell, 0..<4), let month = number(cell, 5..<7), let dayOfMonth = number(cell, 8..<10),
            let day = BusinessDay(year: year, month: month, day: dayOfMonth), let second = secondOfDay(cell)
        else { return nil }
        return day.startEpochSeconds + second
    }

    private static func number(_ cell: Cell, _ digits: Range<Int>) -> Int? {
        var value = 0
        for index in digits {
            guard (48...57).contains(cell[index]) else { return nil }
            value = value * 10 + Int(cell[index] - 48)
        }
        return value
    }

    /// Why a cell is no time.
    @inline(never)
    static func problem(_ cell: Cell, at place: Place) -> Problem {
        Problem(
            .billBadTime, "a time is not of the form that the channel uses", at: place,
            expected: "yyyy-MM-dd HH:mm:ss", found: Shown.time(cell))
    }
}
