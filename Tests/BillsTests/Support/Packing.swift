import CLibcrypto
import CZlib

enum Packing {
    /// One gzip member, with a file name in its header as WeChat Pay has it.
    static func gzip(_ bytes: [UInt8], name: String? = "1900999001All2026-11-21.csv") -> [UInt8] {
        var header: [UInt8] = [0x1F, 0x8B, 8, name == nil ? 0 : 8, 0, 0, 0, 0, 0, 3]
        if let name { header += Array(name.utf8) + [0] }
        return header + deflated(bytes) + little(UInt32(checksum(bytes)), 4) + little(UInt32(bytes.count), 4)
    }

    struct Member {
        var name: [UInt8]
        var bytes: [UInt8]
        var isUTF8Flagged = false
        var isEncrypted = false
        /// What the headers claim, where it differs from the truth.
        var claimedChecksum: UInt32?
        var claimedSize: UInt32?
    }

    static func zip(_ members: [Member]) -> [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let offset = file.count
            let packed = deflated(member.bytes)
            let flags: UInt32 = (member.isUTF8Flagged ? 0x800 : 0) | (member.isEncrypted ? 1 : 0)
            let common =
                little(20, 2) + little(flags, 2) + little(8, 2) + little(0, 4)
                + little(member.claimedChecksum ?? checksum(member.bytes), 4) + little(UInt32(packed.count), 4)
                + little(member.claimedSize ?? UInt32(member.bytes.count), 4) + little(UInt32(member.name.count), 2)
                + little(0, 2)
            file += [0x50, 0x4B, 3, 4] + common + member.name + packed
            directory +=
                [0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
                + little(UInt32(offset), 4) + member.name
        }
        let count = little(UInt32(members.count), 2)
        return file + directory + [0x50, 0x4B, 5, 6] + little(0, 4) + count + count + little(UInt32(directory.count), 4)
            + little(UInt32(file.count), 4) + little(0, 2)
    }

    /// Lower-case hex.
    static func digest(_ bytes: [UInt8], _ algorithm: OpaquePointer?) -> String {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        EVP_Digest(bytes, bytes.count, &digest, &count, algorithm, nil)
        return digest.prefix(Int(count)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
    }

    /// Raw deflate.
    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        let capacity = Int(deflateBound(&stream, UInt(bytes.count)))
        return input.withUnsafeMutableBufferPointer { from in
            [UInt8](unsafeUninitializedCapacity: capacity) { into, count in
                stream.next_in = from.baseAddress
                stream.avail_in = UInt32(from.count)
                stream.next_out = into.baseAddress
                stream.avail_out = UInt32(capacity)
                deflate(&stream, Z_FINISH)
                count = capacity - Int(stream.avail_out)
            }
        }
    }

    private static func little(_ value: UInt32, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
    }
}
