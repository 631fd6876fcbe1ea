import Dispatch
import Glibc
import Ledger
import Postgres
import Runtime
import Vocabulary

/// The worker's own session: by it the daemon is alive to the others, hears of requests and holds its leases.
/// Confined to the worker's queue.
final class ControlSession {
    /// A control statement that takes longer than this meets a database in trouble, and a process that lets a transaction
    /// stand for longer was stopped, and is in the others' way.
    private static let statementSeconds = 10

    let connection: Connection
    /// By this, the next one ends it, if the network left it behind in the server.
    let identity: SessionIdentity
    let process: RegisteredProcess
    private let source: ReadSource

    /// Connects, enters the daemon, and listens.
    /// - Parameters:
    ///   - former: ended first, with the lock by which its process would stay alive to the others.
    ///   - onEntering: what has to be done before the first run is begun.
    ///   - onReadable: on `queue`, whenever the server said something or went away.
    init(
        _ conninfo: String, after former: SessionIdentity?, accounts: (borrowing Connection) throws -> [Int32],
        queue: DispatchQueue, onEntering: (RegisteredProcess, borrowing Connection) throws -> Void,
        onReadable: @escaping @Sendable () -> Void
    ) throws {
        let connection = try openLedger(conninfo)
        try connection.execute(
            """
            SET SESSION statement_timeout = '\(Self.statementSeconds)s';
            SET SESSION idle_in_transaction_session_timeout = '\(Self.statementSeconds)s';
            LISTEN \(RunQueue.channelName)
            """)
        try former?.end(connection)
        identity = try SessionIdentity(of: connection)
        let served = try accounts(connection)
        try RegisteredProcess.forgetDead(connection)
        process = try RegisteredProcess.enter(
            .daemon, host: hostName(), pid: getpid(), version: programVersion, accounts: served, connection)
        try RunQueue.serve(served, connection)
        try onEntering(process, connection)
        source = ReadSource(connection.socket, queue: queue, handler: onReadable)
        self.connection = connection
    }

    /// - Parameter whenClosable: on the queue, once the socket is watched no more: only then may the session be let go.
    func close(whenClosable: @escaping @Sendable () -> Void) { source.cancel(then: whenClosable) }
}
