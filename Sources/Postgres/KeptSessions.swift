import CLibpq
import Runtime

/// A session that may be used again once whoever has it is done.
package final class KeptSession: Sendable {
    // Unsafe only for the compiler: libpq lets one thread at a time use a connection, and `KeptSessions` hands a session to one
    // taker at a time.
    nonisolated(unsafe) package let connection: Connection
    fileprivate let openedAt = ContinuousClock.now

    package init(_ connection: consuming Connection) { self.connection = connection }

    /// Healthy, and in the midst of nothing.
    fileprivate var isFree: Bool { connection.isUsable && PQtransactionStatus(connection.handle) == PQTRANS_IDLE }
}

/// Sessions that go from one piece of work to the next: a new one costs a process of the server, which knows no table and has
/// planned nothing yet, and that is many times what a small piece of work costs.
package final class KeptSessions: Sendable {
    /// A session grows with all that it has seen, and its temporary tables, which nobody else can vacuum, keep transaction
    /// numbers from being used again.
    private static let age = Duration.seconds(600)

    private let free = Guarded<[KeptSession]>([])

    package init() {}

    /// - Parameters:
    ///   - open: makes a session when none is left.
    ///   - greet: begins to use one; of those that went away meanwhile, the next one is tried.
    package func take<Failure: Error>(
        open: () throws(Failure) -> Connection, greet: (borrowing Connection) throws -> Void
    ) throws -> KeptSession {
        while let session = free.with({ $0.popLast() }) {
            guard session.isFree, ContinuousClock.now - session.openedAt < Self.age else { continue }
            do { try greet(session.connection) } catch let error as PostgresError where error.isConnectionLost {
                continue
            }
            return session
        }
        let session = KeptSession(try open())
        try greet(session.connection)
        return session
    }

    /// Keeps a session that was taken, if there is nothing wrong with it.
    package func keep(_ session: KeptSession) {
        guard session.isFree else { return }
        free.with { $0.append(session) }
    }

    /// Closes all that are not in use.
    package func letGo() {
        // Outside of the lock: to close one is a word to the server.
        let gone = free.with { sessions in
            defer { sessions = [] }
            return sessions
        }
        withExtendedLifetime(gone) {}
    }
}
