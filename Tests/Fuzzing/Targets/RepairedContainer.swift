import CZlib

/// Containers whose checksums and sizes are made to fit what they hold. A second, naive reader of both forms, on zlib.
enum RepairedContainer {
    private static let inflatedBytesMax = 1 << 20
    private static let membersMax = 8

    /// nil where nothing could be repaired.
    static func zip(_ bytes: [UInt8]) -> [UInt8]? {
        var repaired = bytes
        var members = 0
        var at = 0
        // Entries of the directory, wherever they are.
        while members < membersMax, let entry = find(0x0201_4B50, in: repaired, from: at) {
            at = entry + 4
            guard entry + 46 <= repaired.count else { break }
            let method = number(repaired, entry + 10, 2)
            let header = number(repaired, entry + 42, 4)
            guard header + 30 <= repaired.count, number(repaired, header, 4) == 0x0403_4B50 else { continue }
            let start = header + 30 + number(repaired, header + 26, 2) + number(repaired, header + 28, 2)
            guard start <= entry else { continue }
            let packed = repaired[start..<min(entry, start + number(repaired, entry + 20, 4))]
            let plain: [UInt8]
            var packedBytes = packed.count
            switch method {
            case 0: plain = Array(packed)
            case 8:
                guard let (inflated, used) = inflate(repaired[start..<entry], windowBits: -MAX_WBITS) else { continue }
                (plain, packedBytes) = (inflated, used)
            default: continue
            }
            set(&repaired, entry + 16, 4, Int(crc32(0, plain, UInt32(plain.count))))
            set(&repaired, entry + 20, 4, packedBytes)
            set(&repaired, entry + 24, 4, plain.count)
            members += 1
        }
        return members > 0 && repaired != bytes ? repaired : nil
    }

    /// The first member's trailer made right, where it has a header without options and data that inflate.
    static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > 18, bytes[0] == 0x1F, bytes[1] == 0x8B, let start = gzipDataStart(bytes),
            let (plain, used) = inflate(bytes[start...], windowBits: -MAX_WBITS)
        else { return nil }
        var repaired = Array(bytes[..<(start + used)]) + [UInt8](repeating: 0, count: 8)
        set(&repaired, start + used, 4, Int(crc32(0, plain, UInt32(plain.count))))
        set(&repaired, start + used + 4, 4, plain.count)
        repaired += bytes.dropFirst(start + used + 8)
        return repaired == bytes ? nil : repaired
    }

    /// Every member of a gzip; nil for one that zlib refuses.
    static func inflatedGzip(_ bytes: [UInt8]) -> [UInt8]? {
        var rest = bytes[...]
        var plain: [UInt8] = []
        repeat {
            guard let (inflated, used) = inflate(rest, windowBits: 16 + MAX_WBITS) else { return nil }
            plain += inflated
            rest = rest.dropFirst(used)
        } while !rest.isEmpty
        return plain
    }

    private static func gzipDataStart(_ bytes: [UInt8]) -> Int? {
        let flags = bytes[3]
        var at = 10
        if flags & 4 != 0 {
            guard at + 2 <= bytes.count else { return nil }
            at += 2 + number(bytes, at, 2)
        }
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            guard at < bytes.count, let end = bytes[at...].firstIndex(of: 0) else { return nil }
            at = end + 1
        }
        if flags & 2 != 0 { at += 2 }
        return at < bytes.count ? at : nil
    }

    /// - Returns: nil for data that do not end, or inflate to more than any input needs.
    private static func inflate(_ bytes: ArraySlice<UInt8>, windowBits: Int32) -> (plain: [UInt8], used: Int)? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, size) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var input = Array(bytes)
        var plain = [UInt8](repeating: 0, count: inflatedBytesMax)
        let code = input.withUnsafeMutableBufferPointer { input in
            plain.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return CZlib.inflate(&stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END else { return nil }
        return (Array(plain.prefix(Int(stream.total_out))), Int(stream.total_in))
    }

    private static func find(_ magic: Int, in bytes: [UInt8], from start: Int) -> Int? {
        var at = start
        while at + 4 <= bytes.count {
            if bytes[at] == 0x50, number(bytes, at, 4) == magic { return at }
            at += 1
        }
        return nil
    }

    private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }

    private static func set(_ bytes: inout [UInt8], _ at: Int, _ count: Int, _ value: Int) {
        for index in 0..<count { bytes[at + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
}
