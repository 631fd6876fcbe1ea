import CZlib
import Vocabulary

/// zlib, compressing only.
package enum Deflate {
    enum Form: Int32 {
        /// Bare, for a ZIP.
        case raw = -15
        case gzip = 31
    }

    /// One gzip member whose header names the file (FNAME), as WeChat Pay's bills have it.
    package static func gzip(_ bytes: [UInt8], fileName: String) throws(Problem) -> [UInt8] {
        try compressed(bytes, .gzip, fileName: fileName)
    }

    static func compressed(_ bytes: [UInt8], _ form: Form, fileName: String? = nil) throws(Problem) -> [UInt8] {
        let stream = try DeflateStream(form, fileName: fileName)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count / 4 + 64)
        var failure: Problem?
        bytes.withUnsafeBytes { raw in
            do throws(Problem) {
                try stream.add(raw, isLast: true) { result.append(contentsOf: $0) }
            } catch { failure = error }
        }
        if let failure { throw failure }
        return result
    }
}

/// A compression in progress. zlib keeps the address of its stream, so it lives on the heap.
package struct DeflateStream: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private let header: UnsafeMutablePointer<gz_header>
    private let name: UnsafeMutablePointer<UInt8>
    private let block: UnsafeMutablePointer<UInt8>
    private static let blockBytes = 64 * 1024
    /// Bills are made for tests: speed before size.
    private static let level: Int32 = 4

    init(_ form: Deflate.Form, fileName: String?) throws(Problem) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        header = .allocate(capacity: 1)
        header.initialize(to: gz_header())
        block = .allocate(capacity: Self.blockBytes)
        let nameBytes = Array((fileName ?? "").utf8) + [0]
        name = .allocate(capacity: nameBytes.count)
        name.initialize(from: nameBytes, count: nameBytes.count)
        let status = deflateInit2_(
            stream, Self.level, Z_DEFLATED, form.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw Self.problem(status) }
        if form == .gzip, fileName != nil {
            header.pointee.name = name
            header.pointee.os = 3
            deflateSetHeader(stream, header)
        }
    }

    package init(gzipNamed fileName: String) throws(Problem) { try self.init(.gzip, fileName: fileName) }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        header.deallocate()
        name.deallocate()
        block.deallocate()
    }

    private static func problem(_ status: Int32) -> Problem {
        Problem(
            .simulationCompression, "zlib failed", found: "status \(status)")
    }

    /// Compresses `bytes` and hands on what is ready; with `isLast` everything.
    package func add(
        _ bytes: UnsafeRawBufferPointer, isLast: Bool, output: (UnsafeRawBufferPointer) -> Void
    ) throws(Problem) {
        var rest = bytes
        repeat {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
            // zlib does not write to its input; the type only says so from version 1.2.13 on.
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: piece.assumingMemoryBound(to: UInt8.self).baseAddress)
            stream.pointee.avail_in = UInt32(piece.count)
            let flush = isLast && rest.isEmpty ? Z_FINISH : Z_NO_FLUSH
            repeat {
                stream.pointee.next_out = block
                stream.pointee.avail_out = UInt32(Self.blockBytes)
                let status = deflate(stream, flush)
                guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
                    throw Self.problem(status)
                }
                let ready = Self.blockBytes - Int(stream.pointee.avail_out)
                if ready > 0 { output(UnsafeRawBufferPointer(start: block, count: ready)) }
            } while stream.pointee.avail_out == 0
        } while !rest.isEmpty
    }
}
