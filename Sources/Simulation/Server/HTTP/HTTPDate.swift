import Vocabulary

enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Sun, 22 Nov 2026 02:00:00 GMT`; moments before 1970 are taken for 1970.
    static func text(epochSeconds: Int64) -> String {
        let moment = max(0, epochSeconds)
        let day = BusinessDay(number: Int32(moment / BusinessDay.secondsPerDay))
        let second = Int(moment % BusinessDay.secondsPerDay)
        let (year, month, dayOfMonth) = day.components
        return "\(weekdays[Int(day.number) % 7]), \(padded(dayOfMonth, 2)) \(months[month - 1]) \(padded(year, 4)) "
            + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)) GMT"
    }
}
