import Dispatch
import Glibc
import Ledger
import Logging
import Postgres
import Runtime
import Systemd
import Vocabulary

/// Tells of alarms: to the journal once, and to the configured program until it ends with 0, one after the other, on a
/// queue of its own, because the program may take its time.
final class AlarmDelivery: Sendable {
    /// Database, accounts and program of the newest configuration.
    private struct Means: Sendable {
        var conninfo: String
        var accounts: [Int32]
        var service: String
        var command: [String]
    }

    /// While the database cannot be asked what there is to tell.
    private static let databasePauseSeconds: Int64 = 60

    private let queue = DispatchQueue(label: "alarms")
    private let announcer: Announcer
    private let means = Guarded<Means?>(nil)
    private let isDue = Guarded(false)
    private let isOver = Guarded(false)
    /// Set to the moment at which a program that failed is run again.
    private let clock = Guarded<WakeTimer?>(nil)

    init(announcer: Announcer) { self.announcer = announcer }

    /// Delivers what stands undelivered; several calls become one.
    func deliver(_ conninfo: String, accounts: [Int32], service: String, command: [String]) {
        means.with { $0 = Means(conninfo: conninfo, accounts: accounts, service: service, command: command) }
        deliver()
    }

    private func deliver() {
        let isFirst = isDue.with { due in
            defer { due = true }
            return !due
        }
        guard isFirst else { return }
        queue.async { [self] in
            isDue.with { $0 = false }
            guard let means = means.with({ $0 }), !isOver.with({ $0 }) else { return }
            do {
                let connection = try openLedger(means.conninfo)
                let again = try AlarmJournal.deliver(
                    means.accounts, service: means.service, connection, until: { isOver.with { $0 } }
                ) { tell($0, means.command) }
                if let again { ring(afterSeconds: again) }
            } catch {
                announcer.tell(.databaseLost, asProblem(error))
                ring(afterSeconds: Self.databasePauseSeconds)
            }
        }
    }

    private func ring(afterSeconds seconds: Int64) {
        let timer = WakeTimer(queue: queue) { [weak self] in self?.deliver() }
        timer.set(afterSeconds: Double(seconds))
        clock.with { $0 = timer }
    }

    /// Lets what was begun be told, if its program is quick; what is left is told after the next start.
    func end() {
        let secondsMax = 10  // a service that is told to stop has a minute
        isOver.with { $0 = true }
        clock.with { $0 = nil }
        let told = DispatchSemaphore(value: 0)
        queue.async { told.signal() }
        _ = told.wait(timeout: .now() + .seconds(secondsMax))
    }

    /// - Returns: whether it reached somebody.
    private func tell(_ alarm: RaisedAlarm, _ command: [String]) -> Bool {
        let subject = EventSubject(account: alarm.account, day: alarm.day, kind: alarm.kind, runID: alarm.runID)
        if alarm.tries == 0 {
            tellJournal(alarm, subject)
        }
        guard !command.isEmpty else { return true }
        guard let problem = AlarmCommand.run(command, environment: AlarmCommand.environment(of: alarm)) else {
            return true
        }
        if AlarmSpacing.isWorthALine(after: alarm.tries + 1) {
            announcer.tell(.alarmCommandFailed, problem.located(Place(account: alarm.account)), subject)
        }
        return false
    }

    private func tellJournal(_ alarm: RaisedAlarm, _ subject: EventSubject) {
        guard !alarm.isEnd else { return announcer.tell(.alarmEnded, "alarm ended: \(alarm.problem.summary)", subject) }
        announcer.tell(
            .alarm, alarm.problem, subject, as: "alarm",
            level: Self.isWarning(alarm.problem.code) ? .warning : .error)
    }

    /// Codes of what is not wrong yet (a key that will expire, a day that will leave reach) and of a bill that only changed.
    private static func isWarning(_ code: ProblemCode) -> Bool {
        [.billChanged, .keyExpires, .dayLeaves, .statementUnknownCode].contains(code)
    }
}
