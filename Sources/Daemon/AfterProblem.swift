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
/// morning begins another one (WeChatPay 5). A run that a person asked for is answered at once: by a verdict, or by
/// why there is none; what passes by itself does not put the day off to the next morning then either.
func afterProblem(
    _ problem: Problem, retryAfterSeconds: Int?, sessionWasLost: Bool, _ run: ClaimedRun, _ hours: ChannelHours,
    nowEpochSeconds now: Int64
) -> AfterProblem {
    let lostSessionsMax = 10
    let lostSessionPauseSeconds: Int64 = 5

    if sessionWasLost, run.lease.process.kind == .daemon, run.tries < lostSessionsMax {
        return .wait(untilEpochSeconds: now + lostSessionPauseSeconds)
    }
    let isPassing = retryAfterSeconds != nil || problem.code.exit.isPassing
    let pause = retryAfterSeconds.map(PassingPause.asked) ?? PassingPause.seconds(tries: run.tries)
    let last = Schedule.lastTry(of: run, nowEpochSeconds: now)
    if isPassing, let last, now < last { return .wait(untilEpochSeconds: min(last, now + pause)) }
    let morning = Schedule.nextDailyRun(hours, afterEpochSeconds: now)
    guard problem.code.exit == .incomplete else {
        // What meets many days is told once, by who sees them all (`Outages`).
        let passingCause = last == nil || problem.code.isOfMany ? nil : AlarmCause.overdue(run.key)
        let cause = isPassing ? passingCause : AlarmCause.failed(run.key, problem.code)
        let next = isPassing && last == nil ? min(morning, now + pause) : morning
        return .fail(alarmCause: cause, nextTryEpochSeconds: next)
    }
    guard problem.code == .ordersLagging else { return .incomplete(nextTryEpochSeconds: morning) }
    return .incomplete(nextTryEpochSeconds: min(morning, now + Schedule.laggingPauseSeconds))
}

extension ExitStatus {
    /// What somebody else puts right during the day, or what passes by itself: a server or a channel that is away, and a
    /// disk that is full. It is told by the status alone, so that whoever names a new condition decides it there.
    var isPassing: Bool { [.unavailable, .tryAgainLater, .inputOutput].contains(self) }
}

/// How long a run pauses where no rule of a channel names a time: at first for as long as a server takes to come back,
/// then at twice the distance each time, up to that at which a channel may be asked for a late bill.
enum PassingPause {
    private static let firstSeconds: Int64 = 300
    private static let doublingsMax = 3
    private static let secondsMax = Int64(FetchPause.notReadySeconds)
    /// What an answer asks for beyond a day is no time of a channel's.
    private static let askedSecondsMax = 86_400

    /// - Parameter tries: how often the run was begun, from 1.
    static func seconds(tries: Int) -> Int64 {
        min(secondsMax, firstSeconds << Int64(min(max(0, tries - 1), doublingsMax)))
    }

    static func asked(_ seconds: Int) -> Int64 { Int64(min(max(0, seconds), askedSecondsMax)) }
}
