import Vocabulary

/// When the channels have bills, and how long to wait after which answer. Shanghai clock.
package enum FetchSchedule {
    /// Both channels advise to ask after 10:00 of the following day (WeChatPay 1.2, Alipay 3.2).
    package static let availableAtSeconds: Int64 = 10 * 3600
    /// The daily run: five minutes later (WeChatPay 5).
    package static let dailyRunAtSeconds: Int64 = 10 * 3600 + 5 * 60
    /// While a bill is being made (WeChatPay 4).
    package static let notReadySeconds = 1800
    /// After "too fast" (Alipay 2.3); WeChat Pay names no figure.
    package static let tooFastSeconds = 60
    /// After a fault of the channel.
    package static let faultSeconds = 300

    /// The first moment at which "no bill" means anything about the day.
    package static func availableFrom(_ day: BusinessDay) -> Int64 { day.next.startEpochSeconds + availableAtSeconds }

    /// Until the bill should be there, or the usual pause when it should be there already.
    package static func untilReady(_ day: BusinessDay, now: Int64) -> Int {
        let (remaining, overflow) = availableFrom(day).subtractingReportingOverflow(now)
        return !overflow && remaining > 0 ? Int(remaining) : notReadySeconds
    }

    /// Until the next daily run.
    package static func untilNextDailyRun(now: Int64) -> Int {
        let today = BusinessDay(epochSeconds: now)
        let run = today.startEpochSeconds + dailyRunAtSeconds
        let (seconds, overflow) = (run > now ? run : run + BusinessDay.secondsPerDay).subtractingReportingOverflow(now)
        return overflow ? Int(BusinessDay.secondsPerDay) : Int(seconds)
    }
}
