import Channels
import Ledger
import Vocabulary

/// What a worker is given from outside.
package struct WorkerSetup: Sendable {
    package var announcer: Announcer
    package var clock: Clock
    /// Sets the clock that calls `clockRang`. Seconds since 1970 UTC.
    package var ringAt: @Sendable (_ epochSeconds: Int64) -> Void
    package var readConfiguration: @Sendable () throws -> Configuration
    /// The worker has stopped, and let everything go.
    package var onStopped: @Sendable (ExitStatus) -> Void
    /// Nothing runs that was due at `now`, and nothing is due before `next`.
    package var onIdle: (@Sendable (_ nowEpochSeconds: Int64, _ nextEpochSeconds: Int64) -> Void)?
    /// What the process leaves behind should it die; nil for nothing.
    var remains: ProcessRemains?

    package init(
        announcer: Announcer, clock: Clock, ringAt: @escaping @Sendable (Int64) -> Void,
        readConfiguration: @escaping @Sendable () throws -> Configuration,
        onStopped: @escaping @Sendable (ExitStatus) -> Void, onIdle: (@Sendable (Int64, Int64) -> Void)? = nil
    ) {
        self.announcer = announcer
        self.clock = clock
        self.ringAt = ringAt
        self.readConfiguration = readConfiguration
        self.onStopped = onStopped
        self.onIdle = onIdle
    }
}

/// When the worker looks round next of its own accord, and what for.
struct NextLook: Sendable {
    private(set) var epochSeconds: Int64
    private var reason = "the daily run"

    init(epochSeconds: Int64) { self.epochSeconds = epochSeconds }

    mutating func consider(_ moment: Int64, _ reason: String) {
        guard moment < epochSeconds || (moment == epochSeconds && self.reason == "the daily run") else { return }
        (epochSeconds, self.reason) = (moment, reason)
    }

    var text: String { "\(reason), \(ShanghaiTime.text(epochSeconds: epochSeconds))" }
}

extension Configuration {
    /// - Throws: for keys that cannot be read or used.
    func makeClients(
        _ clock: Clock, _ stop: StopSignal, log: @escaping ExchangeLog
    ) throws(Problem) -> [ChannelAccount: any ChannelClient] {
        var clients: [ChannelAccount: any ChannelClient] = [:]
        let archive = BillArchive(root: archiveDirectory)
        for account in accounts {
            clients[account.account] = try account.makeClient(
                limits: limits, clock: clock, archive: archive, log: log, stop: stop)
        }
        return clients
    }
}

/// What stands wrong with an account's days and keys, whether or not it was told.
func standingAlarms(
    _ plan: Schedule.Plan, _ account: ChannelAccount, _ expiries: [Expiry], nowEpochSeconds now: Int64
) -> [Alarm] {
    let overdue = plan.overdue.map { overdue in
        let open = overdue.open
        return Alarm(
            cause: AlarmCause.overdue(open.day), day: open.day, runID: open.lastRunID,
            problem: Problem(
                .billOverdue, "the bill is overdue", at: Place(account: account, day: open.day),
                hint: overdue.isTriedAgain
                    ? "It is tried again by itself; see recon.runs, or import a bill that was downloaded by hand."
                    : "It is not tried again by itself any more; import a bill that was downloaded by hand.",
                cause: open.problem))
    }
    let leaving = plan.leaving.map { leaving in
        Alarm(
            cause: AlarmCause.leaving(leaving.day), day: leaving.day, runID: nil,
            problem: Problem(
                .dayLeaves,
                "the channel gives this day's bill out for \(leaving.daysLeft) more days, and it is not concluded",
                at: Place(account: account, day: leaving.day)))
    }
    let expiring = expiries.filter { $0.isNear(nowEpochSeconds: now) }.map { expiry in
        Alarm(
            cause: AlarmCause.expiry(expiry.what), day: nil, runID: nil,
            problem: Problem(
                .keyExpires, "the \(expiry.what) expires", at: Place(account: account),
                found: "valid until \(ShanghaiTime.text(epochSeconds: expiry.epochSeconds))"))
    }
    return overdue + leaving + expiring
}

func expiringCauses(_ expiries: [Expiry], nowEpochSeconds now: Int64) -> [String] {
    expiries.filter { $0.isNear(nowEpochSeconds: now) }.map { AlarmCause.expiry($0.what) }
}

extension Expiry {
    fileprivate func isNear(nowEpochSeconds now: Int64) -> Bool {
        let (left, overflow) = epochSeconds.subtractingReportingOverflow(now)
        return overflow ? epochSeconds < now : left < Int64(Schedule.warningDays) * BusinessDay.secondsPerDay
    }
}
