import Postgres

/// The sessions that runs are worked on in.
package enum WorkingSessions {
    /// Their `application_name`.
    package static let name = "reconciled"

    /// Ends those that work under some leases `l`: a transaction that one left open would stand in the way.
    static func end(of condition: String, _ connection: borrowing Connection) throws {
        try connection.query(
            """
            SELECT pg_terminate_backend(s.pid) FROM ledger.lease l JOIN pg_stat_activity s ON s.pid = l.backend
             WHERE \(condition) AND s.usename = current_user AND s.application_name = $1
            """, [name])
    }
}
