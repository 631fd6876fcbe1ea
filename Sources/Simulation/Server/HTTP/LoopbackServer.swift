import Runtime
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// An HTTP/1.1 server on 127.0.0.1 with a thread for each connection.
///
/// Blocking on purpose: a server on Swift's shared pool, which has as many threads as the machine has cores, never
/// answers a caller in the same process that blocks those threads while it waits for the answer.
final class LoopbackServer: Sendable {
    /// More callers at once than any test or demonstration has; beyond it they wait in the system's queue.
    static let connectionsMax = 256

    private struct State {
        var open: Set<Int32> = []
        var isAccepting = true
        var isStopping = false
    }

    let port: UInt16
    private let listener: Int32
    private let stopRead: Int32
    private let stopWrite: Int32
    private let state = Guarded(State())

    /// - Parameters:
    ///   - port: 0 lets the system choose.
    ///   - handle: called on the connection's thread, with the port that this server listens on.
    init(port: UInt16, handle: @escaping @Sendable (SimulatedHTTPRequest, UInt16) -> HTTPReply) throws(Problem) {
        listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw Self.failure("no socket", port: port) }
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && listen(socket, 128) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        var ends: [Int32] = [-1, -1]
        guard isBound, pipe(&ends) == 0 else {
            let failure = Self.failure("cannot listen: \(String(cString: strerror(errno)))", port: port)
            close(listener)
            throw failure
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.port = UInt16(bigEndian: address.sin_port)
        (stopRead, stopWrite) = (ends[0], ends[1])
        guard startThread({ [self] in accept(handle) }) else {
            for descriptor in [listener, stopRead, stopWrite] { close(descriptor) }
            throw Self.failure("no thread left", port: port)
        }
    }

    private static func failure(_ what: String, port: UInt16) -> Problem {
        Problem(
            .simulatorCannotListen, what, expected: "127.0.0.1 port \(port)")
    }

    private func accept(_ handle: @escaping @Sendable (SimulatedHTTPRequest, UInt16) -> HTTPReply) {
        var waiting = [
            pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
            pollfd(fd: stopRead, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            state.with(when: { $0.open.count < Self.connectionsMax || $0.isStopping }) { _ in }
            guard poll(&waiting, 2, -1) > 0 || errno == EINTR else { break }
            if waiting[1].revents != 0 { break }
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor >= 0 { serve(descriptor, handle) }
        }
        state.with { $0.isAccepting = false }
    }

    private func serve(_ descriptor: Int32, _ handle: @escaping @Sendable (SimulatedHTTPRequest, UInt16) -> HTTPReply) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var idle = timeval(tv_sec: HTTPConnection.idleSecondsMax, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &idle, socklen_t(MemoryLayout<timeval>.size))
        }
        let isWanted = state.with { state in
            if !state.isStopping { state.open.insert(descriptor) }
            return !state.isStopping
        }
        let isServed =
            isWanted
            && startThread { [self] in
                HTTPConnection(descriptor: descriptor, stopDescriptor: stopRead).serve { handle($0, port) }
                end(descriptor)
            }
        if !isServed { end(descriptor) }
    }

    /// Closed under the lock, so that `stop` never shuts a number down that the system has given to somebody else.
    private func end(_ descriptor: Int32) {
        state.with { state in
            state.open.remove(descriptor)
            // A child process may hold the connection too; the other side shall see its end all the same.
            shutdown(descriptor, Int32(SHUT_RDWR))
            close(descriptor)
        }
    }

    /// Ends listening and every connection, and returns when the last thread is through. Later calls do nothing.
    func stop() {
        let isFirst = state.with { state in
            defer { state.isStopping = true }
            return !state.isStopping
        }
        guard isFirst else { return }
        close(stopWrite)
        state.with(when: { !$0.isAccepting }) { state in
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
        state.with(when: { $0.open.isEmpty }) { _ in }
        close(listener)
        close(stopRead)
    }
}
