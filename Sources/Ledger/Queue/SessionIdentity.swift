import Postgres

/// A session of ours as the server knows it: who reconnects ends its own former one, which the network may have left behind
/// there, waiting for a client that is gone, with all its locks.
package struct SessionIdentity: Hashable, Sendable {
    private let backend: Int32
    /// The number alone may be another session's by now.
    private let startedAt: String

    /// More than a server at work needs to end one.
    private static let waitMilliseconds = 5000

    package init(of connection: borrowing Connection) throws {
        backend = connection.backend
        startedAt = try connection.query(
            "SELECT extract(epoch FROM backend_start) FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        ).text(0, 0)
    }

    /// Ends it if it is there; returns when it is gone.
    package func end(_ connection: borrowing Connection) throws {
        try connection.query(
            """
            SELECT pg_terminate_backend(pid, $3) FROM pg_stat_activity
            WHERE pid = $1 AND extract(epoch FROM backend_start)::text = $2 AND usename = current_user
              AND pid <> pg_backend_pid()
            """, [String(backend), startedAt, String(Self.waitMilliseconds)])
    }
}
