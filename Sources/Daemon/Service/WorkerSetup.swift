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

    mutating func consider(_ other: NextLook) { consider(other.epochSeconds, other.reason) }

    mutating func consider(_ moment: Int64, of unit: DayUnit) {
        consider(moment, "\(unit.account) \(unit.kind == .trade ? "bill" : unit.kind.englishName) of \(unit.day)")
    }

    var text: String { "\(reason), \(ShanghaiTime.text(epochSeconds: epochSeconds))" }
}

extension Configuration {
    /// By this a service finds its own alarms again after a restart, and a test alarm finds the service.
    var serviceName: String { "\(hostName()) \(file)" }

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
