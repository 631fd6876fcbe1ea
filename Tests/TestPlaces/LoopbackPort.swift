import Glibc

/// A port of 127.0.0.1 that the system chose, and that is nobody else's as long as the value lives.
package final class LoopbackPort: Sendable {
    package struct NotMade: Error { package let errorNumber: Int32 }

    package let number: UInt16
    package let descriptor: Int32

    /// - Parameter listens: without it, whoever connects is refused.
    package init(listens: Bool = true) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOurs = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && (!listens || listen(descriptor, 16) == 0)
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        number = UInt16(bigEndian: address.sin_port)
        guard isOurs else { throw NotMade(errorNumber: errno) }
    }

    deinit { close(descriptor) }

    /// The next caller; nil when the port has been stopped.
    package func accept() -> Int32? {
        let caller = Glibc.accept(descriptor, nil, nil)
        return caller >= 0 ? caller : nil
    }

    package func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
