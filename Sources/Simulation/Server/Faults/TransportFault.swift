extension HTTPReply {
    /// A block of a generated body.
    private static let blockBytes = 64 * 1024

    /// The reply as a fault of the way turns it out; a fault that is not of the way leaves it alone.
    func struck(by fault: ChannelFaultKind?) -> HTTPReply {
        var reply = self
        switch fault {
        case .status(let status):
            return Self.page(status: status, title: "Error \(status)")
        case .redirect(let origin):
            return HTTPReply(302, headers: [("Location", origin + "/elsewhere")])
        case .dropConnection:
            reply.delivery = .dropped
        case .cutConnection(let afterBytes):
            // At least one byte is missing, whatever the size, so that the length never fits.
            reply.delivery = .cut(afterBytes: max(0, min(afterBytes, body.byteCount - 1)))
        case .slowBody(let bytesPerSecond):
            reply.delivery = .slow(bytesPerSecond: bytesPerSecond)
        case .truncated(let byBytes):
            if case .bytes(let bytes) = body { reply.body = .bytes(bytes.dropLast(byBytes)) }
        case .flippedByte:
            if case .bytes(var bytes) = body, !bytes.isEmpty {
                bytes[bytes.count / 2] ^= 0x10
                reply.body = .bytes(bytes)
            }
        case .emptyBody:
            reply.body = .empty
        case .hugeBody(let bytes):
            let block = [UInt8](repeating: UInt8(ascii: " "), count: Self.blockBytes)
            reply.body = .joined([
                .repeated(block, count: bytes / block.count), .bytes(Array(block.prefix(bytes % block.count))),
            ])
        case .jsonGarbage:
            reply.body = .text("{\"code\": \"SUCC")
        case .html:
            return Self.page(status: 200, title: "系统繁忙")
        default:
            break
        }
        return reply
    }

    static func page(status: Int, title: String) -> HTTPReply {
        HTTPReply(
            status, headers: [("Content-Type", "text/html;charset=utf-8")],
            body: .text("<html><head><title>\(title)</title></head><body>\(title)</body></html>"))
    }
}
