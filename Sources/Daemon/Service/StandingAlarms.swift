import Channels
import Ledger
import Vocabulary

/// What stands wrong with an account's days of one kind of bill, whether or not it was told.
func planAlarms(_ plan: Schedule.Plan, _ account: ChannelAccount, _ key: (BusinessDay) -> UnitKey) -> [Alarm] {
    let overdue = plan.overdue.map { overdue in
        let open = overdue.open
        let unit = key(open.day)
        return Alarm(
            cause: AlarmCause.overdue(unit), unit, runID: open.lastRunID,
            problem: Problem(
                .billOverdue, "the \(unit.kind.englishName) is overdue", at: Place(account: account, day: open.day),
                hint: overdue.isTriedAgain
                    ? "It is tried again by itself; see recon.runs, or import a bill that was downloaded by hand."
                    : "It is not tried again by itself any more; import a bill that was downloaded by hand.",
                cause: open.problem))
    }
    let leaving = plan.leaving.map { leaving in
        let unit = key(leaving.day)
        return Alarm(
            cause: AlarmCause.leaving(unit), unit,
            problem: Problem(
                .dayLeaves,
                "the channel gives this day's \(unit.kind.englishName) out for \(leaving.daysLeft) more days, and it is not concluded",
                at: Place(account: account, day: leaving.day)))
    }
    return overdue + leaving
}

/// Of the keys and certificates that end soon.
func expiryAlarms(_ expiries: [Expiry], _ account: ChannelAccount, nowEpochSeconds now: Int64) -> [Alarm] {
    expiries.filter { $0.isNear(nowEpochSeconds: now) }.map { expiry in
        Alarm(
            cause: AlarmCause.expiry(expiry.what), nil,
            problem: Problem(
                .keyExpires, "the \(expiry.what) expires", at: Place(account: account),
                found: "valid until \(ShanghaiTime.text(epochSeconds: expiry.epochSeconds))"))
    }
}

extension Expiry {
    fileprivate func isNear(nowEpochSeconds now: Int64) -> Bool {
        let (left, overflow) = epochSeconds.subtractingReportingOverflow(now)
        return overflow ? epochSeconds < now : left < Int64(Schedule.warningDays) * BusinessDay.secondsPerDay
    }
}
