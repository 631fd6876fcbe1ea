#if canImport(Glibc)
    import Glibc
#endif

/// What goes out as a body. Large bodies are described, not held.
package indirect enum HTTPBody: Sendable {
    case bytes([UInt8])
    case repeated([UInt8], count: Int)
    case joined([HTTPBody])
    case file(path: String, byteCount: Int)

    /// Of a file, in memory at a time.
    private static let pieceBytes = 256 * 1024

    static let empty = HTTPBody.bytes([])
    static func text(_ text: String) -> HTTPBody { .bytes(Array(text.utf8)) }

    var byteCount: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .repeated(let block, let count): block.count * count
        case .joined(let parts): parts.reduce(0) { $0 + $1.byteCount }
        case .file(_, let byteCount): byteCount
        }
    }

    /// Gives the body in pieces until `take` returns false.
    func forEachPiece(_ take: (ArraySlice<UInt8>) -> Bool) -> Bool {
        switch self {
        case .bytes(let bytes):
            return take(bytes[...])
        case .repeated(let block, let count):
            for _ in 0..<count where !take(block[...]) { return false }
            return true
        case .joined(let parts):
            for part in parts where !part.forEachPiece(take) { return false }
            return true
        case .file(let path, let byteCount):
            return Self.forEachPiece(ofFile: path, byteCount, take)
        }
    }

    /// A file that became shorter meanwhile ends the connection early.
    private static func forEachPiece(ofFile path: String, _ byteCount: Int, _ take: (ArraySlice<UInt8>) -> Bool) -> Bool
    {
        guard let file = fopen(path, "re") else { return false }
        defer { fclose(file) }
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        var left = byteCount
        while left > 0 {
            let count = fread(&piece, 1, min(left, piece.count), file)
            guard count > 0, take(piece[..<count]) else { return false }
            left -= count
        }
        return true
    }
}

/// How a reply goes over the wire.
package enum HTTPDelivery: Sendable, Hashable {
    case whole
    /// The full length is announced, the connection ends after so many bytes of the body.
    case cut(afterBytes: Int)
    case slow(bytesPerSecond: Int)
    /// The connection ends without a byte of an answer.
    case dropped
}

package struct HTTPReply: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: HTTPBody
    package var delivery: HTTPDelivery = .whole

    init(_ status: Int, headers: [(name: String, value: String)] = [], body: HTTPBody = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    func head(isLast: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(status) \(Self.reason(status))\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        text += "Content-Length: \(body.byteCount)\r\nConnection: \(isLast ? "close" : "keep-alive")\r\n\r\n"
        return Array(text.utf8)
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 302: "Found"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        default: "Status"
        }
    }
}
