import CZlib

/// Inflates a gzip member block by block.
/// - Returns: whether it is whole, its checksum held, and nothing follows it.
private func inflate(_ packed: [UInt8], block: (ArraySlice<UInt8>) -> Void) -> Bool {
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        return false
    }
    defer { inflateEnd(&stream) }
    var input = packed
    var output = [UInt8](repeating: 0, count: 1 << 20)
    return input.withUnsafeMutableBufferPointer { source in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        while true {
            let status = output.withUnsafeMutableBufferPointer { target in
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return CZlib.inflate(&stream, Z_NO_FLUSH)
            }
            guard status == Z_OK || status == Z_STREAM_END else { return false }
            block(output.dropLast(Int(stream.avail_out)))
            if status == Z_STREAM_END { return stream.avail_in == 0 }
        }
    }
}

/// What a gzip member inflates to; empty when it is broken.
func inflated(_ packed: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    return inflate(packed) { bytes += $0 } ? bytes : []
}

/// How many bytes a gzip member inflates to, without holding them; 0 when it is broken.
func inflatedCount(_ packed: [UInt8]) -> Int {
    var count = 0
    return inflate(packed) { count += $0.count } ? count : 0
}
