import CZlib
import Vocabulary

/// Inflates gzip of one or more members. zlib checks CRC and length of each; the end counts only after the last
/// member's own end, so a cut file is noticed, and so are bytes behind it.
final class GzipSource: ByteSource {
    /// Small members may well exceed the ratio; below this many bytes it is not looked at.
    static let ratioFromBytes: Int64 = 1 << 20
    private static let inputBytes = 256 * 1024

    private let source: any ByteSource
    private let place: Place
    private let ratioMax: Int64
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var compressedBytes: Int64 = 0
    private var inflatedBytes: Int64 = 0
    private var isInMember = true

    init(_ source: any ByteSource, ratioMax: Int64, place: Place) throws {
        self.source = source
        self.ratioMax = ratioMax
        self.place = place
        input = .allocate(byteCount: Self.inputBytes, alignment: 16)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, 16 for the gzip wrapper.
        let code = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if code != Z_OK { throw damaged("zlib cannot start", found: "code \(code)") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: buffer.count)
        while Int(stream.pointee.avail_out) == buffer.count {
            if stream.pointee.avail_in == 0 {
                let got = try source.read(into: input)
                if got == 0 {
                    if isInMember { throw truncated() }
                    return 0
                }
                compressedBytes += Int64(got)
                stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_in = UInt32(got)
            }
            if !isInMember { try beginNextMember() }
            let code = inflate(stream, Z_NO_FLUSH)
            if code == Z_STREAM_END {
                isInMember = false
            } else if code != Z_OK && code != Z_BUF_ERROR {
                let message = stream.pointee.msg.map { String(cString: $0) } ?? "code \(code)"
                throw damaged("the gzip data is damaged", found: message)
            }
        }
        let produced = buffer.count - Int(stream.pointee.avail_out)
        inflatedBytes += Int64(produced)
        if inflatedBytes > Self.ratioFromBytes, inflatedBytes > compressedBytes * ratioMax {
            throw ratioExceeded(ratioMax, at: place)
        }
        return produced
    }

    private func beginNextMember() throws {
        guard let next = stream.pointee.next_in, next.pointee == 0x1F else {
            throw damaged("there are bytes behind the end of the gzip data", found: nil)
        }
        inflateReset(stream)
        isInMember = true
    }

    private func truncated() -> Problem {
        Problem(
            .billTruncated, "the gzip data ends before its end mark", at: place,
            found: "\(compressedBytes) compressed bytes", hint: Hint.fetchAgain)
    }

    private func damaged(_ what: String, found: String?) -> Problem {
        Problem(.billArchiveDamaged, what, at: place, found: found, hint: Hint.fetchAgain)
    }
}

func ratioExceeded(_ ratioMax: Int64, at place: Place) -> Problem {
    Problem(
        .billTooLarge, "the bill inflates further than any bill does", at: place,
        expected: "at most \(ratioMax) times its compressed size", found: "more",
        hint: "This is no bill; fetch it again, and if it stays so, ask the channel.")
}
