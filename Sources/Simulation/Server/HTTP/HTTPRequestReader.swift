#if canImport(Glibc)
    import Glibc
#endif

/// Reads requests one after the other from a connection.
struct HTTPRequestReader {
    /// Headers of both channels' callers stay under 4 KiB; a real gateway refuses far larger ones.
    static let headBytesMax = 64 * 1024
    /// The largest request is Alipay's form of about 2 KiB.
    static let bodyBytesMax = 1024 * 1024

    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    mutating func next() throws(HTTPRequestFailure) -> SimulatedHTTPRequest {
        let head = try readHead()
        var lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { line in String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self) }
        guard !lines.isEmpty else { throw .refused(status: 400) }
        let words = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else { throw .refused(status: 400) }
        var headers: [(name: String, value: String)] = []
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { throw .refused(status: 400) }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            headers.append((String(line[..<colon]), String(trimmingEnd(value))))
        }
        let target = try originForm(words[1])
        let incomplete = SimulatedHTTPRequest(method: String(words[0]), target: target, headers: headers, body: [])
        guard incomplete.header("Transfer-Encoding") == nil else { throw .refused(status: 411) }
        let length = incomplete.header("Content-Length") ?? "0"
        guard let bodyBytes = Int(length), bodyBytes >= 0 else { throw .refused(status: 400) }
        guard bodyBytes <= Self.bodyBytesMax else { throw .refused(status: 413) }
        while buffer.count < bodyBytes { try receive() }
        let body = Array(buffer.prefix(bodyBytes))
        buffer.removeFirst(bodyBytes)
        return SimulatedHTTPRequest(method: incomplete.method, target: target, headers: headers, body: body)
    }

    /// Everything up to the empty line, which is taken but not returned.
    private mutating func readHead() throws(HTTPRequestFailure) -> [UInt8] {
        var searched = 0
        while true {
            while let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let isEmptyLine =
                    end == 0 || buffer[end - 1] == UInt8(ascii: "\n")
                    || (buffer[end - 1] == UInt8(ascii: "\r") && (end == 1 || buffer[end - 2] == UInt8(ascii: "\n")))
                searched = end + 1
                guard isEmptyLine else { continue }
                var head = Array(buffer[..<end])
                buffer.removeFirst(end + 1)
                searched = 0
                if head.last == UInt8(ascii: "\r") { head.removeLast() }
                if head.last == UInt8(ascii: "\n") { head.removeLast() }
                // Empty lines before a request are skipped (RFC 9112, 2.2).
                if !head.isEmpty { return head }
            }
            guard buffer.count <= Self.headBytesMax else { throw .refused(status: 431) }
            try receive()
        }
    }

    private mutating func receive() throws(HTTPRequestFailure) {
        var block = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = recv(descriptor, &block, block.count, 0)
            if count > 0 {
                buffer.append(contentsOf: block.prefix(count))
                return
            }
            if count < 0, errno == EINTR { continue }
            throw .disconnected
        }
    }

    /// Some clients send the absolute form, `http://host/path`, also to the server itself (RFC 9112, 3.2.2).
    private func originForm(_ target: Substring) throws(HTTPRequestFailure) -> String {
        if target.hasPrefix("/") { return String(target) }
        for scheme in ["http://", "https://"] where target.lowercased().hasPrefix(scheme) {
            let rest = target.dropFirst(scheme.count)
            guard let slash = rest.firstIndex(of: "/") else { return "/" }
            return String(rest[slash...])
        }
        throw .refused(status: 400)
    }

    private func trimmingEnd(_ text: Substring) -> Substring {
        var text = text
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
