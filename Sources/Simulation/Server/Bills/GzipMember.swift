import CZlib

/// The parts of a gzip member, for archives that are put together without holding what they inflate to.
enum GzipMember {
    private static let windowBitsOfRawDeflate: Int32 = -15

    static func header(fileName: String) -> [UInt8] {
        // Magic, deflate, flag FNAME, no time, no extra flags, made on Unix.
        [0x1F, 0x8B, 8, 0x08, 0, 0, 0, 0, 0, 3] + Array(fileName.utf8) + [0]
    }

    static func trailer(crc: UInt32, byteCount: Int) -> [UInt8] {
        littleEndian(crc) + littleEndian(UInt32(truncatingIfNeeded: byteCount))
    }

    static func checksum(_ bytes: [UInt8]) -> UInt32 { UInt32(truncatingIfNeeded: crc32_z(0, bytes, bytes.count)) }

    static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    static func littleEndian(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }

    /// Raw deflate. With `isLast` false it ends on a byte border with the history forgotten, so that the same piece
    /// can stand any number of times in a row.
    static func deflated(_ plain: [UInt8], isLast: Bool = true) -> [UInt8] {
        var stream = z_stream()
        let opened = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBitsOfRawDeflate, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(opened == Z_OK, "zlib cannot start")
        defer { deflateEnd(&stream) }
        var input = plain
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(plain.count))) + 64)
        input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                let done = deflate(&stream, isLast ? Z_FINISH : Z_FULL_FLUSH)
                precondition(done == (isLast ? Z_STREAM_END : Z_OK), "zlib stopped early")
            }
        }
        return Array(output.prefix(Int(stream.total_out)))
    }
}
