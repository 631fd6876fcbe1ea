/// A day in Asia/Shanghai, counted from 1970-01-01. Never a moment in time: a bill's day has no zone but its own.
///
/// Shanghai has been at UTC+08:00 without daylight saving since 1991, so the border to seconds is a constant.
///
/// Every day lies in the years 1 to 9999. Numbers and moments from outside may be anything: what lies beyond becomes the
/// first or the last of these days, so that no arithmetic on a day can overflow.
package struct BusinessDay: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let number: Int32

    /// 0001-01-01 and 9999-12-31.
    package static let numbers: ClosedRange<Int32> = -719_162...2_932_896

    package static let secondsPerDay: Int64 = 86_400
    /// Seconds that Shanghai's clock is ahead of UTC.
    package static let shanghaiOffsetSeconds: Int64 = 28_800

    package init(number: Int32) { self.number = min(max(number, Self.numbers.lowerBound), Self.numbers.upperBound) }

    /// The Shanghai day of a moment given in seconds since 1970-01-01 00:00:00 UTC.
    package init(epochSeconds: Int64) {
        let local = Self.clamped(epochSeconds) + Self.shanghaiOffsetSeconds
        number = Int32(local >= 0 ? local / Self.secondsPerDay : (local - Self.secondsPerDay + 1) / Self.secondsPerDay)
    }

    /// Years 1 to 9999 of the proleptic Gregorian calendar; nil for a day that does not exist.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(year: year, month: month)
        else { return nil }
        // Days from civil, counting years from March so that the leap day comes last.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Parses exactly `yyyy-MM-dd`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func digits(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        guard let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10) else { return nil }
        self.init(year: year, month: month, day: day)
    }

    package static func daysInMonth(year: Int, month: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package var components: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// `yyyy-MM-dd`.
    package var description: String {
        let (year, month, day) = components
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// 00:00:00 in Shanghai, in seconds since 1970-01-01 00:00:00 UTC.
    package var startEpochSeconds: Int64 { Int64(number) * Self.secondsPerDay - Self.shanghaiOffsetSeconds }
    /// 00:00:00 of the following day: the half-open end.
    package var endEpochSeconds: Int64 { startEpochSeconds + Self.secondsPerDay }

    /// The moment itself, or the first or last second of all days.
    static func clamped(_ epochSeconds: Int64) -> Int64 {
        let first = Int64(numbers.lowerBound) * secondsPerDay - shanghaiOffsetSeconds
        let last = (Int64(numbers.upperBound) + 1) * secondsPerDay - shanghaiOffsetSeconds - 1
        return min(max(epochSeconds, first), last)
    }

    package func advanced(by days: Int) -> BusinessDay {
        let (sum, overflow) = Int(number).addingReportingOverflow(days)
        return BusinessDay(number: overflow ? (days < 0 ? .min : .max) : Int32(clamping: sum))
    }
    package var next: BusinessDay { advanced(by: 1) }
    /// Monday is 0; 1970-01-01 was a Thursday.
    package var weekday: Int { (Int(number) % 7 + 10) % 7 }
    package var previous: BusinessDay { advanced(by: -1) }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// `value` in decimal with leading zeros up to `width` digits.
package func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
