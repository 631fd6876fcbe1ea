/// Wall-clock text of Asia/Shanghai, `yyyy-MM-dd HH:mm:ss`, from and to seconds since 1970 UTC.
package enum ShanghaiTime {
    /// `yyyy-MM-dd HH:mm:ss` of a moment; of one beyond the years 1 to 9999, the first or last second of these.
    package static func text(epochSeconds moment: Int64) -> String {
        let epochSeconds = BusinessDay.clamped(moment)
        let day = BusinessDay(epochSeconds: epochSeconds)
        let second = Int(epochSeconds - day.startEpochSeconds)
        return "\(day) \(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    }

    /// RFC 3339 with the zone: `yyyy-MM-ddTHH:mm:ss+08:00`.
    package static func rfc3339(epochSeconds: Int64) -> String {
        text(epochSeconds: epochSeconds).replacing(" ", with: "T") + "+08:00"
    }

    /// Parses exactly `yyyy-MM-dd HH:mm:ss`; nil for anything else, also for 24:00:00 or a leap second.
    package static func epochSeconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = BusinessDay(String(parts[0])), parts[1].utf8.count == 8 else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3,
            clock.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int64(clock[0]), let minute = Int64(clock[1]), let second = Int64(clock[2]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        return day.startEpochSeconds + hour * 3600 + minute * 60 + second
    }
}
