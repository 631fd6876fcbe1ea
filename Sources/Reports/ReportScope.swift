import Vocabulary

/// What a report is about.
package enum ReportScope: Hashable, Sendable {
    /// Every account, its newest day.
    case overview
    /// The last days of a channel's accounts.
    case channel(Channel)
    /// A day or a month, of one channel or of all: summary, statement, discrepancies, pending, decisions.
    case period(Channel?, ReportPeriod)

    var channel: Channel? {
        switch self {
        case .overview: nil
        case .channel(let channel): channel
        case .period(let channel, _): channel
        }
    }

    var period: ReportPeriod? { if case .period(_, let period) = self { period } else { nil } }
}

/// A business day, or all days of a month.
package enum ReportPeriod: Hashable, Sendable, CustomStringConvertible {
    case day(BusinessDay)
    /// The month that begins with this day.
    case month(BusinessDay)

    /// Parses exactly `yyyy-MM-dd` or `yyyy-MM`.
    package init?(_ text: String) {
        if let day = BusinessDay(text) {
            self = .day(day)
        } else if let first = BusinessDay(text + "-01") {
            self = .month(first)
        } else {
            return nil
        }
    }

    package var first: BusinessDay {
        switch self {
        case .day(let day), .month(let day): day
        }
    }

    package var last: BusinessDay {
        switch self {
        case .day(let day): return day
        case .month(let first):
            let (year, month, _) = first.components
            return first.advanced(by: BusinessDay.daysInMonth(year: year, month: month) - 1)
        }
    }

    package var days: [BusinessDay] { (0...Int(last.number - first.number)).map { first.advanced(by: $0) } }

    package var isMonth: Bool { if case .month = self { true } else { false } }

    /// `yyyy-MM-dd` or `yyyy-MM`.
    package var description: String {
        switch self {
        case .day(let day): day.description
        case .month(let first): String(first.description.prefix(7))
        }
    }
}
