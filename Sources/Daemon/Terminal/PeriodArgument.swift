import ArgumentParser
import Reports
import Vocabulary

/// `yyyy-MM-dd`, `yyyy-MM` or `yesterday`.
struct PeriodArgument: ExpressibleByArgument {
    /// nil for yesterday.
    let period: ReportPeriod?

    init?(argument: String) {
        period = ReportPeriod(argument)
        if period == nil, argument != "yesterday" { return nil }
    }

    func resolved(_ clock: Clock) -> ReportPeriod { period ?? .day(clock.today.previous) }
}

/// A channel or a date: `report wechatpay`, `report 2026-11`.
enum ReportAboutArgument: ExpressibleByArgument {
    case channel(Channel)
    case period(PeriodArgument)

    init?(argument: String) {
        if let channel = Channel(argument: argument) {
            self = .channel(channel)
        } else if let period = PeriodArgument(argument: argument) {
            self = .period(period)
        } else {
            return nil
        }
    }
}
