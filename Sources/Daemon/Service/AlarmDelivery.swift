import Dispatch
import Glibc
import Ledger
import Postgres
import Runtime
import Systemd
import Vocabulary

/// Tells of alarms: to the journal, and to the configured program, one after the other, on a queue of its own, because
/// the program may take its time.
final class AlarmDelivery: Sendable {
    private let queue = DispatchQueue(label: "alarms")
    private let announcer: Announcer
    private let isDue = Guarded(false)
    private let isOver = Guarded(false)

    init(announcer: Announcer) { self.announcer = announcer }

    /// Delivers what stands undelivered; several calls become one.
    func deliver(_ conninfo: String, accounts: [Int32], command: [String]) {
        let isFirst = isDue.with { due in
            defer { due = true }
            return !due
        }
        guard isFirst else { return }
        queue.async { [self] in
            isDue.with { $0 = false }
            do {
                let connection = try openLedger(conninfo)
                try AlarmJournal.deliver(accounts, connection, until: { isOver.with { $0 } }) { tell($0, command) }
            } catch { announcer.tell(.databaseLost, asProblem(error)) }
        }
    }

    /// Lets what was begun be told, if its program is quick; what is left is told after the next start.
    func end() {
        let secondsMax = 10  // a service that is told to stop has a minute
        isOver.with { $0 = true }
        let told = DispatchSemaphore(value: 0)
        queue.async { told.signal() }
        _ = told.wait(timeout: .now() + .seconds(secondsMax))
    }

    private func tell(_ alarm: RaisedAlarm, _ command: [String]) {
        let subject = EventSubject(account: alarm.account, day: alarm.day, runID: alarm.runID, code: alarm.code)
        announcer.tell(
            .alarm, "alarm: \(alarm.message)\nHINT: \(alarm.hint)", subject,
            priority: Self.isWarning(alarm.code) ? .warning : .error)
        guard !command.isEmpty else { return }
        let environment = [
            "RECONCILED_ALARM_CODE=\(alarm.code)", "RECONCILED_ALARM_CHANNEL=\(alarm.account.channel.rawValue)",
            "RECONCILED_ALARM_ACCOUNT=\(alarm.account.account)",
            "RECONCILED_ALARM_BILL_DATE=\(alarm.day?.description ?? "")",
            "RECONCILED_ALARM_MESSAGE=\(alarm.message)", "RECONCILED_ALARM_HINT=\(alarm.hint)",
        ]
        if let problem = AlarmCommand.run(command, environment: environment) {
            announcer.tell(.alarmCommandFailed, problem, subject)
        }
    }

    /// What is not wrong yet, or only another than before.
    private static func isWarning(_ code: String) -> Bool {
        [ProblemCode.billChanged, .keyExpires, .dayLeaves].contains { $0.name == code }
    }
}

extension ProblemCode {
    package static let keyExpires = ProblemCode("alarm.key_expires", .configuration)
    package static let dayLeaves = ProblemCode("alarm.day_leaves_reach", .unavailable)
    package static let billOverdue = ProblemCode("alarm.bill_overdue", .unavailable)
    package static let alarmCommand = ProblemCode("alarm.command_failed", .configuration)
}
