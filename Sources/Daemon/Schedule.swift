import Channels
import Ledger
import Vocabulary

/// When which day is due. Pure; all times are seconds since 1970 UTC, all days Shanghai's, whatever the machine's zone.
///
///     day D          D+1  10:05 first try … every 30 min while there is no bill … 24:00 last try, then failed
///                    D+2  10:05 again, and so every day as long as the channel keeps the bill
package enum Schedule {
    /// While a standby of the shop's database catches up.
    static let laggingPauseSeconds: Int64 = 1800
    /// How long before the channel forgets a day somebody is told (Contract 4.1).
    static let warningDays = 30

    static func nextDailyRun(_ hours: ChannelHours, afterEpochSeconds now: Int64) -> Int64 {
        now + Int64(hours.untilNextDailyRun(now: now))
    }

    /// The moment of the run's last try; nil for a run that tries but once.
    static func lastTry(of run: ClaimedRun, nowEpochSeconds now: Int64) -> Int64? {
        switch run.requester {
        case .schedule: run.day.next.endEpochSeconds
        case .catchUp: BusinessDay(epochSeconds: now).endEpochSeconds
        // A command that makes it in passing does not wait for the night.
        case .rematch where run.lease.process.kind == .daemon: BusinessDay(epochSeconds: now).endEpochSeconds
        case .rematch, .fileImport, .person: nil
        }
    }

    /// The days that may have to be fetched at all; nil when there is none yet.
    static func range(_ channel: ChannelDescriptor, startDate: BusinessDay, nowEpochSeconds now: Int64) -> ClosedRange<
        BusinessDay
    >? {
        let today = BusinessDay(epochSeconds: now)
        let first = max(startDate, today.advanced(by: -channel.reachDays))
        return first < today ? first...today.previous : nil
    }

    package struct Plan: Hashable, Sendable {
        /// The oldest day whose turn it is; nil when a run is under way already, or nothing is due.
        package var due: OpenDay?
        /// `schedule` on the day's own morning, `catch_up` afterwards.
        package var requester = Requester.schedule
        /// Days whose bill should be there and is not.
        package var overdue: [OverdueDay] = []
        /// Days that the channel will soon forget, with the days that are left.
        package var leaving: [LeavingDay] = []
        /// The moment at which this plan changes though nothing happens; then it is to be made anew.
        package var nextLookEpochSeconds: Int64
    }

    package struct OverdueDay: Hashable, Sendable {
        package var open: OpenDay
        /// The channel is asked again by itself.
        package var isTriedAgain: Bool
    }

    package struct LeavingDay: Hashable, Sendable {
        package var day: BusinessDay
        package var daysLeft: Int
    }

    /// What to do about an account's days that no run has concluded, of one kind of bill.
    package static func plan(
        _ openDays: [OpenDay], _ channel: ChannelDescriptor, overdueAfterSeconds: Int64, nowEpochSeconds now: Int64
    ) -> Plan {
        let today = BusinessDay(epochSeconds: now)
        var plan = Plan(nextLookEpochSeconds: nextDailyRun(channel.hours, afterEpochSeconds: now))
        var isBusy = false
        for open in openDays {
            let age = Int(today.number - open.day.number)
            let overdueAt = channel.hours.firstTry(open.day) + overdueAfterSeconds
            let isPast = age > channel.tryingDays && open.lastRunID != nil
            // A day that was missed, and is being caught up with, is not late: it has not been tried. One that was given
            // up has an alarm of its own.
            if open.problem != nil, !open.isIncomplete, !open.isGivenUp {
                if now >= overdueAt {
                    plan.overdue.append(OverdueDay(open: open, isTriedAgain: open.isUnderWay || !isPast))
                } else {
                    plan.look(at: overdueAt, now)
                }
            }
            let daysLeft = channel.reachDays - age
            if daysLeft <= warningDays {
                plan.leaving.append(LeavingDay(day: open.day, daysLeft: daysLeft))
            }
            if open.isUnderWay {
                // What waits for the channel keeps no other day from its turn.
                if open.nextTryEpochSeconds.map({ $0 <= now }) ?? true { isBusy = true }
                continue
            }
            if isPast || open.isGivenUp { continue }
            let dueAt = max(channel.hours.firstTry(open.day), open.nextTryEpochSeconds ?? 0)
            guard dueAt <= now else {
                plan.look(at: dueAt, now)
                continue
            }
            if plan.due == nil {
                plan.due = open
                plan.requester = now < open.day.next.endEpochSeconds ? .schedule : .catchUp
            }
        }
        if isBusy { plan.due = nil }
        return plan
    }
}

extension Schedule.Plan {
    fileprivate mutating func look(at epochSeconds: Int64, _ now: Int64) {
        if epochSeconds > now { nextLookEpochSeconds = min(nextLookEpochSeconds, epochSeconds) }
    }
}
