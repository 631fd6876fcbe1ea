import CZlib

/// Archives that are small on the wire and enormous when inflated, made without ever holding the large form.
enum InflationBomb {
    private static let blockBytes = 1024 * 1024

    static func gzip(inflatedBytes: Int) -> HTTPBody {
        let (deflated, crc, byteCount) = zeros(inflatedBytes)
        return .joined([
            .bytes(GzipMember.header(fileName: "bill.csv")), deflated,
            .bytes(GzipMember.trailer(crc: crc, byteCount: byteCount)),
        ])
    }

    /// A well-formed ZIP of one entry. The sizes stay below 4 GiB, so that it needs no ZIP64.
    static func zip(inflatedBytes: Int) -> HTTPBody {
        let (deflated, crc, byteCount) = zeros(min(inflatedBytes, Int(UInt32.max) - blockBytes))
        let name = Array("20880000000000000156_20261121_DETAILS.csv".utf8)
        // Version 2.0, no flags, deflate, no time, then checksum, sizes and lengths.
        let fields =
            GzipMember.littleEndian(UInt16(20)) + GzipMember.littleEndian(UInt16(0))
            + GzipMember.littleEndian(UInt16(8))
            + [0, 0, 0x21, 0] + GzipMember.littleEndian(crc) + GzipMember.littleEndian(UInt32(deflated.byteCount))
            + GzipMember.littleEndian(UInt32(byteCount)) + GzipMember.littleEndian(UInt16(name.count))
            + GzipMember.littleEndian(UInt16(0))
        let local = [0x50, 0x4B, 3, 4] + fields + name
        let central = [0x50, 0x4B, 1, 2, 20, 0] + fields + [UInt8](repeating: 0, count: 14) + name
        let end =
            [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0] + GzipMember.littleEndian(UInt32(central.count))
            + GzipMember.littleEndian(UInt32(local.count + deflated.byteCount)) + [0, 0]
        return .joined([.bytes(local), deflated, .bytes(central + end)])
    }

    private static func zeros(_ inflatedBytes: Int) -> (deflated: HTTPBody, crc: UInt32, byteCount: Int) {
        let block = [UInt8](repeating: 0, count: blockBytes)
        let blockCRC = UInt(GzipMember.checksum(block))
        let count = max(1, inflatedBytes / blockBytes)
        var crc = blockCRC
        for _ in stride(from: 1, to: count, by: 1) { crc = crc32_combine(crc, blockCRC, blockBytes) }
        return (
            .joined([
                .repeated(GzipMember.deflated(block, isLast: false), count: count), .bytes(GzipMember.deflated([])),
            ]), UInt32(truncatingIfNeeded: crc), count * blockBytes
        )
    }
}
