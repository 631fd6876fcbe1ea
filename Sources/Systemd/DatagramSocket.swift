import Glibc

/// The address of a Unix datagram socket: a path, or `@name` for one of the abstract namespace.
struct DatagramAddress: Sendable, Hashable {
    private let bytes: [UInt8]

    /// nil for what is no such address, and for one too long for the kernel.
    init?(_ text: String) {
        guard text.hasPrefix("/") || text.hasPrefix("@"), text.utf8.count > 1 else { return nil }
        var bytes = Array(text.utf8)
        // An abstract name begins with a zero byte and is as long as the length says; a path ends with a zero byte.
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 } else { bytes.append(0) }
        guard bytes.count <= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        self.bytes = bytes
    }

    func withSocketAddress<Result>(_ body: (UnsafeMutablePointer<sockaddr_un>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let headBytes = MemoryLayout.size(ofValue: address) - MemoryLayout.size(ofValue: address.sun_path)
        return body(&address, socklen_t(headBytes + bytes.count))
    }
}

/// A Unix datagram socket to send with. Each call is one datagram, sent whole or not at all.
final class DatagramSocket: Sendable {
    private let descriptor: Int32

    /// nil when the process has no descriptor left.
    init?() {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// - Returns: 0, or the errno.
    func send(_ bytes: [UInt8], to address: DatagramAddress) -> Int32 {
        bytes.withUnsafeBytes { content in
            var part = iovec(
                iov_base: UnsafeMutableRawPointer(mutating: content.baseAddress), iov_len: content.count)
            return withUnsafeMutablePointer(to: &part) { part in
                sendMessage(to: address) {
                    $0.msg_iov = part
                    $0.msg_iovlen = 1
                }
            }
        }
    }

    /// Hands over an open file in place of bytes.
    /// - Returns: 0, or the errno.
    func send(file: Int32, to address: DatagramAddress) -> Int32 {
        var control = FileRights(file: file)
        return withUnsafeMutableBytes(of: &control) { control in
            sendMessage(to: address) {
                $0.msg_control = control.baseAddress
                $0.msg_controllen = control.count
            }
        }
    }

    /// Bytes that were sent and that nobody has read yet, with what the kernel adds to them.
    var unreadBytes: Int32 {
        var count: Int32 = 0
        // SIOCOUTQ of linux/sockios.h.
        return ioctl(descriptor, 0x5411, &count) == 0 ? count : 0
    }

    private func sendMessage(to address: DatagramAddress, _ fill: (inout msghdr) -> Void) -> Int32 {
        address.withSocketAddress { name, length in
            var message = msghdr()
            message.msg_name = UnsafeMutableRawPointer(name)
            message.msg_namelen = length
            fill(&message)
            while sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL)) < 0 {
                if errno != EINTR { return errno }
            }
            return 0
        }
    }
}

/// What the macros CMSG_LEN and CMSG_SPACE lay out for one descriptor: a header, the descriptor, padding.
private struct FileRights {
    var header: cmsghdr
    var file: Int32
    var padding: Int32 = 0

    init(file: Int32) {
        header = cmsghdr()
        header.cmsg_len = MemoryLayout<cmsghdr>.size + MemoryLayout<Int32>.size
        header.cmsg_level = SOL_SOCKET
        header.cmsg_type = Int32(SCM_RIGHTS)
        self.file = file
    }
}
