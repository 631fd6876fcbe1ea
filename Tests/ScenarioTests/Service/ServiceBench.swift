import Daemon
import Dispatch
import FoundationEssentials
import Glibc
import Ledger
import Postgres
import Runtime
import Simulation
import Systemd
import TestTurns
import Testing
import Vocabulary

/// A clock that stands until it is set.
final class ManualClock: Sendable {
    private let moment: Guarded<Int64>

    init(_ epochSeconds: Int64) { moment = Guarded(epochSeconds) }

    var now: Int64 { moment.with { $0 } }
    func set(_ epochSeconds: Int64) { moment.with { $0 = epochSeconds } }
    var clock: Clock { Clock { self.now } }
}

/// The real worker, against real channels and a real database, in time that is told it.
final class ServiceBench {
    let channels: ChannelBench
    let time: ManualClock
    /// What the worker told the journal.
    let journal = Guarded<[JournalEntry]>([])
    private var worker: Worker?
    private let idle = IdleMoments()
    private let stopped = DispatchSemaphore(value: 0)
    private let lastStatus = Guarded<Vocabulary.ExitStatus?>(nil)

    var world: WorldBench { channels.world }

    /// - Parameter at: seconds since 1970 UTC.
    init(_ world: WorldBench, at now: Int64) throws {
        time = ManualClock(now)
        channels = try ChannelBench(world, clock: time.clock)
        try channels.writeConfiguration()
    }

    /// Begins the service; returns when it has done all that is due.
    func start() throws {
        let path = channels.configurationPath
        let (time, idle, stopped, lastStatus, journal) = (time, idle, stopped, lastStatus, journal)
        let worker = try Worker(
            WorkerSetup(
                announcer: Announcer { entry in journal.with { $0.append(entry) } }, clock: time.clock,
                ringAt: { _ in },
                readConfiguration: { try Configuration.load(path) },
                onStopped: { status in
                    lastStatus.with { $0 = status }
                    stopped.signal()
                }, onIdle: { idle.note(at: $0, next: $1) }), Configuration.load(path))
        self.worker = worker
        worker.start()
        _ = try idle.wait(at: time.now)
    }

    /// Ends the service as SIGTERM does.
    @discardableResult
    func stop() throws -> Vocabulary.ExitStatus? {
        worker?.terminate()
        try #require(stopped.wait(timeout: .now() + .seconds(Patience.seconds)) == .success, "the worker does not stop")
        worker = nil
        return lastStatus.with { $0 }
    }

    func reload() { worker?.reload() }

    /// Lets time pass, the worker awake at each moment that it asked for.
    func pass(until end: Int64) throws {
        while true {
            worker?.clockRang()
            let next = try idle.wait(at: time.now)
            guard next <= end else { break }
            time.set(max(next, time.now + 1))
        }
        time.set(end)
        worker?.clockRang()
        _ = try idle.wait(at: end)
    }

    /// Asks for runs as a person does, and waits for their end.
    /// - Returns: verdict or state of each.
    func ask(_ sql: String) throws -> [String] {
        let connection = try Connection(world.conninfo, name: "a person")
        try connection.execute("LISTEN \(RunQueue.channelName)")
        let requested = try connection.query("SELECT run_id FROM \(sql)")
        let runs = (0..<requested.count).map { requested.text($0, 0) }.joined(separator: ", ")
        let patience = Patience()
        while true {
            let ended = try connection.query(
                "SELECT coalesce(verdict, state) FROM recon.runs WHERE run_id IN (\(runs)) AND state IN ('done', 'failed') ORDER BY run_id"
            )
            if ended.count == requested.count { return (0..<ended.count).map { ended.text($0, 0) } }
            try #require(!patience.isOver, "runs \(runs) do not end")
            _ = try connection.waitForNotification(timeoutSeconds: Patience.seconds)
        }
    }
}

/// The moments at which a worker had nothing more to do.
private final class IdleMoments: Sendable {
    private let noted = Guarded<[(at: Int64, next: Int64)]>([])
    private let added = DispatchSemaphore(value: 0)

    func note(at: Int64, next: Int64) {
        noted.with { $0.append((at, next)) }
        added.signal()
    }

    /// - Returns: when the worker wants to look next.
    func wait(at now: Int64) throws -> Int64 {
        while true {
            let found = noted.with { noted in
                defer { noted.removeAll() }
                return noted.last { $0.at == now }
            }
            if let found { return found.next }
            try #require(
                added.wait(timeout: .now() + .seconds(Patience.seconds)) == .success, "the worker does not come to rest"
            )
        }
    }
}
