#if canImport(Glibc)
    import Glibc
#endif

/// One connection, served by blocking calls on the thread that runs it.
struct HTTPConnection {
    /// A caller that is silent this long between or within requests is let go.
    static let idleSecondsMax = 600
    /// A small body goes out with its head in one segment, so that no reply waits for an acknowledgement.
    private static let joinedBytesMax = 64 * 1024
    /// A slow body goes out in so many steps a second.
    private static let slowStepsPerSecond = 20

    let descriptor: Int32
    /// Becomes readable when the server ends.
    let stopDescriptor: Int32

    func serve(_ handle: (SimulatedHTTPRequest) -> HTTPReply) {
        var reader = HTTPRequestReader(descriptor: descriptor)
        while true {
            do {
                let request = try reader.next()
                let isLast = request.header("Connection")?.lowercased() == "close"
                guard send(handle(request), isLast: isLast), !isLast else { return }
            } catch {
                if case .refused(let status) = error { _ = send(HTTPReply(status), isLast: true) }
                return
            }
        }
    }

    /// False when the connection is at its end.
    private func send(_ reply: HTTPReply, isLast: Bool) -> Bool {
        let head = reply.head(isLast: isLast)
        switch reply.delivery {
        case .dropped:
            return false
        case .cut(let afterBytes):
            guard write(head[...]) else { return false }
            var left = afterBytes
            _ = reply.body.forEachPiece { piece in
                let part = piece.prefix(left)
                left -= part.count
                return write(part) && left > 0
            }
            return false
        case .slow(let bytesPerSecond):
            return write(head[...]) && writeSlowly(reply.body, bytesPerSecond: bytesPerSecond)
        case .whole:
            if case .bytes(let bytes) = reply.body, bytes.count <= Self.joinedBytesMax {
                return write((head + bytes)[...])
            }
            return write(head[...]) && reply.body.forEachPiece(write)
        }
    }

    private func writeSlowly(_ body: HTTPBody, bytesPerSecond: Int) -> Bool {
        let step = max(1, bytesPerSecond / Self.slowStepsPerSecond)
        // With fewer bytes a second than steps, each single byte waits its full time.
        let pauseMilliseconds = Int32(clamping: 1000 * step / max(1, bytesPerSecond))
        return body.forEachPiece { piece in
            var rest = piece
            while !rest.isEmpty {
                guard write(rest.prefix(step)), !isStopped(within: pauseMilliseconds) else { return false }
                rest = rest.dropFirst(step)
            }
            return true
        }
    }

    private func isStopped(within milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: stopDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, milliseconds) > 0
    }

    private func write(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var position = 0
            while position < buffer.count {
                let count = Glibc.send(
                    descriptor, buffer.baseAddress?.advanced(by: position), buffer.count - position,
                    Int32(MSG_NOSIGNAL))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                position += count
            }
            return true
        }
    }
}
