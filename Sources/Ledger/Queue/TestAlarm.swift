import Postgres
import Vocabulary

/// An alarm that is none, by which people see that alarms arrive.
package enum TestAlarm {
    package enum Answer: Hashable, Sendable {
        case told
        /// It did not arrive.
        case failed
        /// The service did not take it up.
        case unheard
    }

    private static let cause = "test"
    private static let lookAgainSeconds = 1

    /// Raises it, waits until the service has told it, and ends it, which the service tells, too.
    package static func send(
        to service: String, secondsMax: Int, _ connection: borrowing Connection
    ) throws -> Answer {
        let owner = AlarmOwner.service(service)
        try connection.execute("LISTEN \(RunQueue.channelName)")
        try AlarmJournal.endOthers(.testAlarm, than: [], of: owner, connection)
        let problem = Problem(.testAlarm, "a test alarm: somebody asked for it, and nothing is wrong")
        try AlarmJournal.raise(Alarm(cause: cause, nil, problem: problem), of: owner, connection)
        defer { try? AlarmJournal.endOthers(.testAlarm, than: [], of: owner, connection) }
        for _ in 0..<(secondsMax / lookAgainSeconds) {
            let rows = try connection.query(
                """
                SELECT delivered_at IS NOT NULL, tries > 0 FROM ledger.alarm
                WHERE service = $1 AND cause = $2 AND ended_at IS NULL
                """, [service, cause])
            guard rows.count == 1 else { break }
            if rows.bool(0, 0) { return .told }
            if rows.bool(0, 1) { return .failed }
            _ = try connection.waitForNotification(timeoutSeconds: lookAgainSeconds)
        }
        return .unheard
    }
}
