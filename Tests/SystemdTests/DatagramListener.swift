import Glibc
import Testing

@testable import Systemd

/// A socket like those of systemd and journald, which keeps what it is sent until somebody asks.
final class DatagramListener {
    struct Datagram: Equatable {
        var bytes: [UInt8] = []
        /// The content of a file that was handed over, and whether it is sealed.
        var file: [UInt8]?
        var isSealed = false

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// As in NOTIFY_SOCKET.
    let name: String
    private let descriptor: Int32

    init(isAbstract: Bool = false) throws {
        let unique = "reconciled-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        name = isAbstract ? "@\(unique)" : "/tmp/\(unique)"
        let address = try #require(DatagramAddress(name))
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let bound = address.withSocketAddress { pointer, length in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(bound == 0)
    }

    deinit {
        close(descriptor)
        if name.hasPrefix("/") { unlink(name) }
    }

    /// What has been sent, the oldest first. A Unix datagram has arrived when sending it returns.
    func received() -> [Datagram] {
        var all: [Datagram] = []
        while let datagram = next() { all.append(datagram) }
        return all
    }

    private func next() -> Datagram? {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        var control = [UInt8](repeating: 0, count: 64)
        var message = msghdr()
        var datagram = Datagram()
        let count = bytes.withUnsafeMutableBytes { content in
            control.withUnsafeMutableBytes { control in
                var part = iovec(iov_base: content.baseAddress, iov_len: content.count)
                return withUnsafeMutablePointer(to: &part) { part in
                    message.msg_iov = part
                    message.msg_iovlen = 1
                    message.msg_control = control.baseAddress
                    message.msg_controllen = control.count
                    return recvmsg(descriptor, &message, Int32(MSG_DONTWAIT))
                }
            }
        }
        guard count >= 0 else { return nil }
        datagram.bytes = Array(bytes.prefix(count))
        guard message.msg_controllen > 0 else { return datagram }
        let header = control.withUnsafeBytes { $0.loadUnaligned(as: cmsghdr.self) }
        guard header.cmsg_level == SOL_SOCKET, header.cmsg_type == Int32(SCM_RIGHTS) else { return datagram }
        let file = control.withUnsafeBytes {
            $0.loadUnaligned(fromByteOffset: MemoryLayout<cmsghdr>.size, as: Int32.self)
        }
        defer { close(file) }
        datagram.file = contentOfFile(file)
        datagram.isSealed = write(file, "x", 1) < 0 && errno == EPERM
        return datagram
    }
}

func contentOfFile(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    lseek(descriptor, 0, SEEK_SET)
    while true {
        let count = read(descriptor, &block, block.count)
        guard count > 0 else { return bytes }
        bytes += block.prefix(count)
    }
}
