import Dispatch
import Glibc
import Runtime
import TestPlaces
import Testing

/// Stands between the service and a server's Unix socket, understands as much of the protocol as is needed to count what
/// the service says and to find the COMMIT of a verdict, and cuts the connection there.
final class ServerProxy: Sendable {
    enum Cut: String, Sendable {
        /// The server never hears of the COMMIT.
        case before
        /// The server gets it and may be at work on it still when the service has lost the connection.
        case amid
        /// The server has done it, the service never hears of that.
        case after
    }

    var port: UInt16 { listener.number }
    private let listener: LoopbackPort
    private let socketPath: String
    private let armed = Guarded<Cut?>(nil)
    private let cuts = Guarded(0)
    private let awaited = Guarded<(messages: Int, body: @Sendable () -> Void)?>(nil)
    private let queue = DispatchQueue(label: "proxy", attributes: .concurrent)

    init(socketPath: String) throws {
        self.socketPath = socketPath
        listener = try LoopbackPort()
        queue.async { [self] in accept() }
    }

    func stop() { listener.stop() }

    /// Cuts the next verdict's COMMIT.
    func arm(_ cut: Cut) { armed.with { $0 = cut } }
    var cutsMade: Int { cuts.with { $0 } }

    /// Does something when the service is about to say so many more messages, whatever they are.
    func after(messages: Int, _ body: @escaping @Sendable () -> Void) { awaited.with { $0 = (messages, body) } }

    /// Does it no more. When this returns, it is not being done either.
    func disarm() { awaited.with { $0 = nil } }

    private func count() {
        awaited.with { awaited in
            guard let (left, body) = awaited else { return }
            awaited = left > 1 ? (left - 1, body) : nil
            if left == 1 { body() }
        }
    }

    private func accept() {
        while let client = listener.accept() {
            let server = connectToServer()
            guard server >= 0 else {
                close(client)
                continue
            }
            let isCut = Guarded(false)
            let both = DispatchGroup()
            queue.async(group: both) { [self] in carryBack(from: server, to: client, isCut) }
            queue.async(group: both) { [self] in carry(from: client, to: server, isCut) }
            both.notify(queue: queue) {
                close(client)
                close(server)
            }
        }
    }

    private func connectToServer() -> Int32 {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(server, $0, size) == 0 }
        }
        if connected { return server }
        close(server)
        return -1
    }

    /// What the service says, message by message.
    private func carry(from client: Int32, to server: Int32, _ isCut: Guarded<Bool>) {
        var bytes: [UInt8] = []
        var isFirst = true
        var concludes = false
        reading: while let more = Self.read(client) {
            bytes += more
            while let message = Self.takeMessage(&bytes, isFirst: isFirst) {
                isFirst = false
                count()
                let text = String(decoding: message.dropFirst(5), as: UTF8.self)
                if text.contains("SET state = 'done'") { concludes = true }
                let isCommit = message.first == UInt8(ascii: "Q") && text.hasPrefix("COMMIT")
                let cut =
                    isCommit && concludes
                    ? armed.with { armed in
                        defer { armed = nil }
                        return armed
                    } : nil
                if isCommit { concludes = false }
                if cut != nil {
                    isCut.with { $0 = true }
                    // Otherwise at the end of what the server says, of which nothing is carried back.
                    if cut != .after { shutdown(client, Int32(SHUT_RDWR)) }
                    cuts.with { $0 += 1 }
                }
                if cut != .before { guard Self.write(message, to: server) else { break reading } }
                if cut != nil { break reading }
            }
        }
        shutdown(server, Int32(SHUT_WR))
    }

    private func carryBack(from server: Int32, to client: Int32, _ isCut: Guarded<Bool>) {
        while let more = Self.read(server) {
            if isCut.with({ $0 }) { continue }
            guard Self.write(more, to: client) else { break }
        }
        // The server closes when it was told that nothing more comes.
        shutdown(client, Int32(SHUT_RDWR))
    }

    /// A whole message: a letter and a length that counts itself; the very first has no letter.
    private static func takeMessage(_ bytes: inout [UInt8], isFirst: Bool) -> [UInt8]? {
        let head = isFirst ? 0 : 1
        guard bytes.count >= head + 4 else { return nil }
        let length = bytes[head..<head + 4].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= head + length else { return nil }
        defer { bytes.removeFirst(head + length) }
        return Array(bytes[..<(head + length)])
    }

    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
