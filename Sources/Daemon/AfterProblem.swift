import Channels
import Ledger
import Orders
import Vocabulary

/// What follows a run that reached no conclusion. Seconds since 1970 UTC.
enum AfterProblem: Hashable, Sendable {
    case giveBack
    case wait(untilEpochSeconds: Int64)
    /// `alarmCause`: nil where the person who asked is told anyway.
    case fail(alarmCause: String?, nextTryEpochSeconds: Int64)
    case incomplete(nextTryEpochSeconds: Int64)
}

/// A run of the schedule tries again, spaced as the channel's rules say, until midnight; then it fails, and the next
/// morning begins another one (wechatpay-bills 5). A run that a person asked for is answered at once: by a verdict, or by
/// why there is none.
func afterProblem(
    _ problem: Problem, retryAfterSeconds: Int?, sessionWasLost: Bool, _ run: ClaimedRun, nowEpochSeconds now: Int64
) -> AfterProblem {
    /// Where no rule names a pause: long enough for a server to come back.
    let pauseSeconds = 300
    let lostSessionsMax = 10
    let lostSessionPauseSeconds: Int64 = 5

    if sessionWasLost, run.lease.process.kind == .daemon, run.tries < lostSessionsMax {
        return .wait(untilEpochSeconds: now + lostSessionPauseSeconds)
    }
    let isPassing = retryAfterSeconds != nil || [.unavailable, .tryAgainLater].contains(problem.code.exit)
    let last = Schedule.lastTry(of: run, nowEpochSeconds: now)
    if isPassing, let last, now < last {
        return .wait(untilEpochSeconds: min(last, now + Int64(retryAfterSeconds ?? pauseSeconds)))
    }
    let next = Schedule.nextDailyRun(afterEpochSeconds: now)
    guard problem.code.exit == .incomplete else {
        let passingCause = last == nil ? nil : AlarmCause.overdue(run.day)
        let cause = isPassing ? passingCause : AlarmCause.failed(run.day, problem.code)
        return .fail(alarmCause: cause, nextTryEpochSeconds: next)
    }
    guard problem.code == .ordersLagging else { return .incomplete(nextTryEpochSeconds: next) }
    return .incomplete(nextTryEpochSeconds: min(next, now + Schedule.laggingPauseSeconds))
}
