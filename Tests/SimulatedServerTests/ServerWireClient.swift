import TestTurns
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A caller that sends exactly the given bytes and returns exactly those that come back.
struct WireAnswer {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    /// The body was as long as announced.
    var isComplete: Bool { headers["content-length"].flatMap { Int($0) } == body.count }
}

enum WireClient {
    /// nil when the connection ended without a byte.
    static func send(
        port: UInt16, method: String = "GET", target: String, headers: [(String, String)], body: String = "",
        atFirstBytes: () -> Void = {}
    ) -> WireAnswer? {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "Content-Length: \(body.utf8.count)\r\n" }
        return parsed(exchange(port: port, bytes: Array((head + "\r\n" + body).utf8), atFirstBytes: atFirstBytes))
    }

    /// Sends the bytes and reads until the other side ends, which it does long before a caller who is silent is sent away.
    static func exchange(port: UInt16, bytes: [UInt8], atFirstBytes: () -> Void = {}) -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var patience = timeval(tv_sec: Patience.seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0, Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            return []
        }
        var answer: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = recv(descriptor, &block, block.count, 0)
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { Issue.record("the server neither answers nor ends") }
            guard count > 0 else { return answer }
            if answer.isEmpty { atFirstBytes() }
            answer += block.prefix(count)
        }
    }

    static func parsed(_ bytes: [UInt8]) -> WireAnswer? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let sides = line.split(separator: ":", maxSplits: 1)
            if sides.count == 2 {
                headers[sides[0].lowercased()] = String(sides[1].drop { $0 == " " })
            }
        }
        return WireAnswer(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
    }
}
