import CZlib
import Cryptography
import Vocabulary

/// SHA-1 over what gzip bytes inflate to, member after member, with bounds. Used by one thread.
final class InflatingDigest {
    private let stream: UnsafeMutablePointer<z_stream>
    private var output = [UInt8](repeating: 0, count: 256 * 1024)
    private var digest: Digest? = Digest(.sha1)
    private var isAtMemberEnd = false
    private var compressedBytes: Int64 = 0
    private(set) var inflatedBytes: Int64 = 0
    private let limits: TransferLimits

    /// Below this a high ratio is harmless and normal.
    private static let ratioFromBytes: Int64 = 1 << 20

    init(limits: TransferLimits) throws(Problem) {
        self.limits = limits
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let gzipWindowBits = 16 + MAX_WBITS
        guard inflateInit2_(stream, gzipWindowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            stream.deallocate()
            throw damaged("zlib cannot be set up")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func update(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        compressedBytes += Int64(bytes.count)
        // zlib never writes to its input; the cast is only for its old signature.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        var isOutputFull = false
        while stream.pointee.avail_in > 0 || isOutputFull {
            if isAtMemberEnd {
                guard inflateReset(stream) == Z_OK else { throw damaged("zlib cannot go on") }
                isAtMemberEnd = false
            }
            let (code, produced) = step()
            isOutputFull = produced == output.count
            inflatedBytes += Int64(produced)
            output.withUnsafeBytes { digest?.update(UnsafeRawBufferPointer(rebasing: $0[..<produced])) }
            try checkSize()
            switch code {
            case Z_STREAM_END:
                isAtMemberEnd = true
                isOutputFull = false
            case Z_OK: break
            case Z_BUF_ERROR: isOutputFull = false
            default: throw damaged("the gzip data is damaged")
            }
        }
    }

    private func step() -> (code: Int32, produced: Int) {
        output.withUnsafeMutableBufferPointer { buffer in
            stream.pointee.next_out = buffer.baseAddress
            stream.pointee.avail_out = UInt32(buffer.count)
            let code = inflate(stream, Z_NO_FLUSH)
            return (code, buffer.count - Int(stream.pointee.avail_out))
        }
    }

    private func checkSize() throws(Problem) {
        let isBomb =
            inflatedBytes > Self.ratioFromBytes && inflatedBytes / limits.inflationRatioMax > compressedBytes
        guard isBomb || inflatedBytes > limits.inflatedBytesMax else { return }
        throw Problem(
            .downloadTooLarge, "the bill inflates to more than allowed",
            expected: "at most \(limits.inflatedBytesMax) bytes and \(limits.inflationRatioMax) times its size",
            found: "\(inflatedBytes) bytes from \(compressedBytes)",
            hint: "This is no bill; see who answers in the channel's place.")
    }

    /// Lower-case hexadecimal SHA-1 of everything; refuses a stream that ends in the middle.
    func finish() throws(Problem) -> String {
        guard isAtMemberEnd, let digest = digest.take() else { throw damaged("the gzip data ends too early") }
        return Hexadecimal.text(digest.finish())
    }

    private func damaged(_ what: String) -> Problem {
        Problem(
            .downloadDamaged, what, hint: "The bill is asked for again by itself; look at the network if it stays so.")
    }
}
