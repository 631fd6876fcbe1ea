import FoundationEssentials
import Systemd
import Vocabulary

/// Tells the journal and the service manager.
package final class Announcer: Sendable {
    private let write: @Sendable (JournalEntry) -> Void
    private let settleJournal: @Sendable () -> Void
    private let manager: ServiceManager?

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let journal = Journal(environment: environment)
        write = { journal.write($0) }
        settleJournal = { journal.settle() }
        manager = ServiceManager(environment: environment)
    }

    /// Tells somebody else.
    package init(write: @escaping @Sendable (JournalEntry) -> Void) {
        self.write = write
        settleJournal = {}
        manager = nil
    }

    func tell(
        _ event: ServiceEvent, _ message: String, _ subject: EventSubject = EventSubject(),
        priority: JournalPriority? = nil
    ) {
        write(
            JournalEntry(
                priority: priority ?? event.priority, message: message, messageID: event.messageID,
                fields: subject.fields))
    }

    /// The same for a problem, whose hint is its second line.
    func tell(_ event: ServiceEvent, _ problem: Problem, _ subject: EventSubject = EventSubject()) {
        var subject = subject
        subject.code = problem.code.name
        subject.sqlState = problem.sqlState
        tell(event, problem.description, subject)
    }

    /// To be called before the process ends.
    func settle() { settleJournal() }

    /// Seconds between two signs of life that the manager asks for; nil when it asks for none.
    var watchdogSeconds: Double? { manager?.watchdogSeconds }

    func ready(_ status: String) { manager?.ready(status: status) }
    func status(_ status: String) { manager?.status(status) }
    func stopping(_ status: String) { manager?.stopping(status: status) }
    func reloading() { manager?.reloading() }
    func startsLater(seconds: Int) { manager?.extendTimeout(seconds: seconds) }
    func isAlive() { manager?.watchdog() }
}
