import Channels
import FoundationEssentials
import Logging
import Runtime
import Systemd
import Vocabulary

/// Tells the journal and the service manager.
package final class Announcer: Sendable {
    private let current: Guarded<Logger>
    private let settleJournal: @Sendable () -> Void
    private let manager: ServiceManager?

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let journal = Journal(environment: environment)
        current = Guarded(Logger(journal))
        settleJournal = { journal.settle() }
        manager = ServiceManager(environment: environment)
    }

    /// For tests: entries go to `write`, and there is no service manager.
    package init(write: @escaping @Sendable (JournalEntry) -> Void) {
        current = Guarded(Logger(label: "reconciled") { _ in JournalLogHandler(write: write) })
        settleJournal = {}
        manager = nil
    }

    /// As it is at the moment: a changed configuration may ask for another level.
    private var logger: Logger { current.with { $0 } }

    @Sendable func noteExchange(_ exchange: Exchange) { logger.note(exchange) }

    func setLevel(_ level: Logger.Level) { current.with { $0.logLevel = level } }

    func tell(
        _ event: ServiceEvent, _ message: String, _ subject: EventSubject = EventSubject(),
        level: Logger.Level? = nil
    ) {
        var metadata = subject.metadata
        metadata[JournalLogHandler.messageIDKey] = "\(event.messageID)"
        logger.log(level: level ?? event.level, "\(message)", metadata: metadata)
    }

    /// The same for a problem, whose hint is its second line, and whose parts are fields.
    /// - Parameters:
    ///   - words: what goes before it.
    ///   - known: places that these words name.
    func tell(
        _ event: ServiceEvent, _ problem: Problem, _ subject: EventSubject = EventSubject(), as words: String? = nil,
        besides known: Place = Place(), level: Logger.Level? = nil
    ) {
        var subject = subject
        subject.problem = problem
        tell(event, (words.map { "\($0): " } ?? "") + problem.told(besides: known), subject, level: level)
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
