import Postgres
import Vocabulary

/// A process that works on runs, as the others see it. It lives as long as the session that entered it: its lock goes
/// with the session, however the process ends.
package struct RegisteredProcess: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case daemon
        case command
    }

    package let id: Int32
    package let kind: Kind

    /// How long a lease holds without being prolonged. A command works in the session that holds its lock, and prolongs
    /// nothing.
    var leaseText: String { kind == .daemon ? "\(Lease.seconds) seconds" : "1000 years" }

    /// Enters the process, and holds its lock in this session.
    /// - Parameter accounts: numbers of the accounts that it serves.
    package static func enter(
        _ kind: Kind, host: String, pid: Int32, version: String, accounts: [Int32], _ connection: borrowing Connection
    ) throws -> RegisteredProcess {
        // Others see the row together with its lock, or one who forgets the dead could take the row away.
        try connection.transaction(isRepeatable: true) {
            let rows = try connection.query(
                """
                INSERT INTO ledger.process (kind, host, pid, version, accounts, status)
                VALUES ($1, $2, $3, $4, $5::integer[], 'starting') RETURNING process_id
                """, [kind.rawValue, host, String(pid), version, arrayText(accounts)])
            let process = try RegisteredProcess(id: rows.int32(0, 0), kind: kind)
            try connection.query(
                "SELECT pg_advisory_lock(ledger.lock_number('process')::integer, $1)", [String(process.id)])
            return process
        }
    }

    /// Takes the process off the list, with every lease it still holds.
    package func leave(_ connection: borrowing Connection) throws {
        try connection.query("DELETE FROM ledger.process WHERE process_id = $1", [String(id)])
        try connection.query(
            "SELECT pg_advisory_unlock(ledger.lock_number('process')::integer, $1)", [String(id)])
    }

    package func serves(_ accounts: [Int32], _ connection: borrowing Connection) throws {
        try connection.query(
            "UPDATE ledger.process SET accounts = $2::integer[] WHERE process_id = $1",
            [String(id), arrayText(accounts)])
    }

    /// Says that it is there and what it does, and prolongs its leases.
    package func beat(status: String, progress: [Int64: String], _ connection: borrowing Connection) throws {
        try connection.query(
            "UPDATE ledger.process SET seen_at = clock_timestamp(), status = $2 WHERE process_id = $1",
            [String(id), status])
        for (runID, text) in progress {
            // A conclusion that is being committed holds the row: then it needs no prolonging either.
            try connection.query(
                """
                UPDATE ledger.lease SET held_until = clock_timestamp() + $3::interval, progress = $4
                WHERE account_id = (SELECT account_id FROM ledger.lease WHERE run_id = $1 AND process_id = $2
                                    FOR UPDATE SKIP LOCKED)
                """, [String(runID), String(id), "\(Lease.seconds) seconds", text])
        }
    }

    /// Forgets processes that ended without taking leave, and ends what the server still does for them.
    /// - Returns: the numbers of the others.
    @discardableResult
    package static func forgetDead(_ connection: borrowing Connection) throws -> Set<Int32> {
        try WorkingSessions.end(of: "NOT ledger.is_alive(l.process_id)", connection)
        try connection.query("DELETE FROM ledger.process WHERE NOT ledger.is_alive(process_id)")
        let rows = try connection.query("SELECT process_id FROM ledger.process")
        return Set(try (0..<rows.count).map { try rows.int32($0, 0) })
    }
}
