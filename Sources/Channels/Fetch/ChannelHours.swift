import Vocabulary

/// When a channel has its bills, by the clock of Shanghai.
package struct ChannelHours: Hashable, Sendable {
    /// Seconds after the beginning of the following day. Before that, "no bill" says nothing about the day.
    package var availableAtSeconds: Int64
    /// The daily run, in seconds after the beginning of the following day: a little later than that.
    package var dailyRunAtSeconds: Int64

    package init(availableAtSeconds: Int64, dailyRunAtSeconds: Int64) {
        self.availableAtSeconds = availableAtSeconds
        self.dailyRunAtSeconds = dailyRunAtSeconds
    }

    /// The first moment at which "no bill" means anything about the day.
    package func availableFrom(_ day: BusinessDay) -> Int64 { day.next.startEpochSeconds + availableAtSeconds }

    /// The moment of the day's first try.
    package func firstTry(_ day: BusinessDay) -> Int64 { day.next.startEpochSeconds + dailyRunAtSeconds }

    /// `10:00`.
    package var availableText: String {
        let minutes = availableAtSeconds / 60
        func digits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(digits(minutes / 60)):\(digits(minutes % 60))"
    }

    /// Until the bill should be there, or the usual pause when it should be there already.
    package func untilReady(_ day: BusinessDay, now: Int64) -> Int {
        let (remaining, overflow) = availableFrom(day).subtractingReportingOverflow(now)
        return !overflow && remaining > 0 ? Int(remaining) : FetchPause.notReadySeconds
    }

    /// Until the next daily run.
    package func untilNextDailyRun(now: Int64) -> Int {
        let today = BusinessDay(epochSeconds: now)
        let run = today.startEpochSeconds + dailyRunAtSeconds
        let (seconds, overflow) = (run > now ? run : run + BusinessDay.secondsPerDay).subtractingReportingOverflow(now)
        return overflow ? Int(BusinessDay.secondsPerDay) : Int(seconds)
    }
}

/// How long to wait after which answer, where the answer names no time of its own.
package enum FetchPause {
    /// While a bill is being made (WeChatPay 4).
    package static let notReadySeconds = 1800
    /// After "too fast" (Alipay 2.3).
    package static let tooFastSeconds = 60
    /// After a fault of the channel.
    package static let faultSeconds = 300
}
