import Dispatch
import Ledger
import Logging
import Postgres
import Runtime
import Systemd
import Vocabulary

/// What is done at the start and then once a day beside the runs: forgetting what is older than it has to be kept. On a
/// queue of its own, because that may take its time.
final class Housekeeping: Sendable {
    private let queue = DispatchQueue(label: "housekeeping")
    private let announcer: Announcer
    private let lastDay = Guarded<BusinessDay?>(nil)

    init(announcer: Announcer) { self.announcer = announcer }

    /// Begins the day's work, once.
    func keep(_ configuration: Configuration, today: BusinessDay) {
        let isNewDay = lastDay.with { last in
            defer { last = today }
            return last != today
        }
        guard isNewDay else { return }
        queue.async { [announcer] in
            do {
                let connection = try openLedger(configuration.resultsConninfo)
                try Retention.apply(
                    configuration.retention, today: today, archive: configuration.archiveDirectory, connection
                ) { announcer.tell($0) }
                try NumberIndex.forgetWhatIsGone(connection)
            } catch { announcer.tell(.retentionFailed, asProblem(error)) }
        }
    }

    /// Lets what was begun be done, if that is quick; what is cut off goes on after the next start.
    func end() {
        let secondsMax = 10  // a service that is told to stop has a minute
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + .seconds(secondsMax))
    }
}

extension Announcer {
    fileprivate func tell(_ done: RetentionEvent) {
        switch done {
        case .thinned(let account, let day, _, _):
            tell(.entriesRemoved, done.text, EventSubject(account: account, day: day))
        case .deleted(let account, let day, _, _):
            tell(.billDeleted, done.text, EventSubject(account: account, day: day))
        case .postponed(let account, let day):
            tell(.retentionFailed, done.text, EventSubject(account: account, day: day), level: .info)
        case .undeletable(let account, let day, _, _):
            tell(.retentionFailed, done.text, EventSubject(account: account, day: day))
        }
    }
}
