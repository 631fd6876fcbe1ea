import Glibc
import Postgres
import TestTurns

/// A session that looks at a database until what others do there has come to something.
package final class Watch {
    package struct Never: Error { package let condition: String }

    private let connection: Connection
    /// For what nobody tells of: that a lock is waited for, that a session has ended, that a standby has come so far.
    private static let askedAgainMilliseconds: Int32 = 20

    /// - Parameter channel: where others say that something has changed; nil where nobody can.
    package init(_ conninfo: String, hearing channel: String? = nil) throws(PostgresError) {
        connection = try Connection(conninfo, name: "tests")
        if let channel { try connection.execute("LISTEN \(channel)") }
    }

    package func holds(_ condition: String) throws(PostgresError) -> Bool {
        try connection.query("SELECT \(condition)").bool(0, 0)
    }

    /// Until somebody says something, or it is time to ask again.
    package func pause() throws(PostgresError) {
        var event = pollfd(fd: connection.socket, events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, Self.askedAgainMilliseconds)
        _ = try connection.takeNotifications()
    }

    package func wait(until condition: String) throws {
        let patience = Patience()
        while try !holds(condition) {
            guard !patience.isOver else { throw Never(condition: condition) }
            try pause()
        }
    }
}
