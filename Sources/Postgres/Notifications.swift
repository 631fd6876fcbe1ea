import CLibpq
import Glibc

/// What another session said by NOTIFY.
package struct Notification: Hashable, Sendable {
    package let channel: String
    package let payload: String
}

/// Asks the server to end what a session is doing. Blocking; usable from any thread while the session works.
package final class Canceller: Sendable {
    // Unsafe only for the compiler: never written after it was made, and libpq allows its use from any thread.
    nonisolated(unsafe) private let handle: OpaquePointer

    /// - Parameter connection: may be closed before this is.
    package init?(_ connection: borrowing Connection) {
        guard let handle = PQgetCancel(connection.handle) else { return nil }
        self.handle = handle
    }

    deinit { PQfreeCancel(handle) }

    /// - Returns: whether the request was sent; whether it met anything shows in the session's own result.
    @discardableResult
    package func cancel() -> Bool {
        let messageBytes = 256  // as libpq advises
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: messageBytes) { message in
            PQcancel(handle, message.baseAddress, Int32(messageBytes)) == 1
        }
    }
}

extension Connection {
    /// For a dispatch source; another one after every reconnect. -1 when the connection is gone.
    package var socket: Int32 { PQsocket(handle) }

    /// Takes what the socket has and returns what was notified since. One read per event is not enough: a server that
    /// went away over a Unix socket is announced once, and what it said before that comes first.
    /// - Throws: when the connection is lost.
    package func takeNotifications() throws(PostgresError) -> [Notification] {
        var isAlive = true
        var event = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        while isAlive, poll(&event, 1, 0) == 1 { isAlive = PQconsumeInput(handle) == 1 }
        var notifications: [Notification] = []
        while let notice = PQnotifies(handle) {
            notifications.append(
                Notification(
                    channel: String(cString: notice.pointee.relname), payload: String(cString: notice.pointee.extra)))
            PQfreemem(notice)
        }
        guard isAlive, PQstatus(handle) == CONNECTION_OK else { throw connectionError() }
        return notifications
    }

    /// Waits for a notification, or until the time is over; for commands, which have nothing else to do.
    package func waitForNotification(timeoutSeconds: Int) throws(PostgresError) -> [Notification] {
        let told = try takeNotifications()
        guard told.isEmpty else { return told }
        var event = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
        _ = poll(&event, 1, Int32(timeoutSeconds * 1000))
        return try takeNotifications()
    }
}
