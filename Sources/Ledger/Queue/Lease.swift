import FoundationEssentials
import Postgres
import Vocabulary

/// The right to work on a run: one for each account. Whoever lost it can conclude nothing any more, because the verdict's
/// transaction asks for it last.
package struct Lease: Hashable, Sendable {
    /// A process that was not heard of for so long is taken for dead; at work it is heard of every second.
    package static let seconds = shortenedSeconds ?? 60

    #if DEBUG
        /// Tests stop a process for longer than a lease, and have no minute for it.
        private static let shortenedSeconds = ProcessInfo.processInfo.environment["RECONCILED_LEASE_SECONDS"].flatMap {
            Int($0)
        }
    #else
        private static let shortenedSeconds: Int? = nil
    #endif

    package let accountID: Int32
    package let runID: Int64
    package let process: RegisteredProcess

    /// Of a run that is rolled back whatever it comes to: it takes nobody's turn, and needs none. Processes are numbered from 1.
    private var isRehearsal: Bool { process.id == 0 }

    /// Holds the lease for the rest of the transaction.
    /// - Throws: `run.lease_lost`.
    package func requireHeld(_ connection: borrowing Connection) throws {
        if isRehearsal { return }
        let rows = try connection.query(
            "SELECT FROM ledger.lease WHERE account_id = $1 AND run_id = $2 AND process_id = $3 FOR SHARE",
            [String(accountID), String(runID), String(process.id)])
        guard rows.count == 1 else { throw lost }
    }

    private var lost: Problem {
        Problem(
            .leaseLost, "another process has taken this run over", expected: "the lease of run \(runID)")
    }

    /// Whether it is this run's still, once whoever is changing that has finished; inside a transaction, to its end.
    package func isHeld(_ connection: borrowing Connection) throws -> Bool {
        try connection.query(
            "SELECT FROM ledger.lease WHERE account_id = $1 AND run_id = $2 AND process_id = $3 FOR UPDATE",
            [String(accountID), String(runID), String(process.id)]
        ).count == 1
    }

    /// Says which session works on the run, so that whoever takes over can end it.
    /// - Throws: `run.lease_lost`.
    package func workedOn(by connection: borrowing Connection) throws {
        let held = try connection.query(
            "UPDATE ledger.lease SET backend = pg_backend_pid() WHERE account_id = $1 AND run_id = $2 AND process_id = $3",
            [String(accountID), String(runID), String(process.id)])
        guard held.affected == 1 else { throw lost }
    }

    /// Ends the session that worked on the run, and with it a COMMIT that is still on its way there.
    package func endSession(_ connection: borrowing Connection) throws {
        try WorkingSessions.end(
            of: """
                l.account_id = \(accountID) AND l.run_id = \(runID) AND l.process_id = \(process.id)
                AND l.backend <> pg_backend_pid()
                """, connection)
    }

    package func release(_ connection: borrowing Connection) throws {
        try connection.query(
            "DELETE FROM ledger.lease WHERE account_id = $1 AND run_id = $2 AND process_id = $3",
            [String(accountID), String(runID), String(process.id)])
    }
}
