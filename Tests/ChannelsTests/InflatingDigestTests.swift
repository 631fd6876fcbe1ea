import CZlib
import Cryptography
import Testing
import Vocabulary

@testable import Channels

private func digest(_ bytes: [UInt8], pieces: Int, limits: TransferLimits = TransferLimits()) throws -> String {
    let inflating = InflatingDigest(limits: limits)
    for start in stride(from: 0, to: bytes.count, by: pieces) {
        let piece = Array(bytes[start..<min(start + pieces, bytes.count)])
        let result = piece.withUnsafeBytes { buffer in
            Result { () throws(Problem) in try inflating.update(buffer) }
        }
        try result.get()
    }
    return try inflating.finish()
}

private func sha1(_ bytes: [UInt8]) -> String { Hexadecimal.text(Digest.of(bytes, by: .sha1)) }

@Test func theSampleBillHashesAsTheSpecSays() {
    #expect(SampleBills.wechatPay.count == 1419)
    #expect(sha1(SampleBills.wechatPay) == SampleBills.wechatPaySHA1)
}

@Test(arguments: [1, 7, 100_000]) func theHashIsOverTheInflatedBytesHoweverTheyArrive(_ pieces: Int) throws {
    let bytes = try gzipped(SampleBills.wechatPay)
    #expect(bytes[3] & 8 == 8)  // FNAME
    #expect(try digest(bytes, pieces: pieces) == SampleBills.wechatPaySHA1)
}

@Test func severalMembersAreOneBill() throws {
    let half = SampleBills.wechatPay.count / 2
    let bytes =
        try gzipped(Array(SampleBills.wechatPay[..<half]))
        + gzipped(Array(SampleBills.wechatPay[half...]), fileName: nil)
    #expect(try digest(bytes, pieces: 5) == SampleBills.wechatPaySHA1)
    #expect(try digest(bytes, pieces: 10_000) == SampleBills.wechatPaySHA1)
}

@Test func outputLargerThanTheBufferIsInflatedWhole() throws {
    let text = Array((0..<400_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) })
    #expect(try digest(try gzipped(text), pieces: 1_000_000) == sha1(text))
    #expect(try digest(try gzipped(text), pieces: 1000) == sha1(text))
}

@Test func truncatedAndDamagedGzipIsToldFromABill() throws {
    let bytes = try gzipped(SampleBills.wechatPay)
    for broken in [
        Array(bytes.dropLast()), Array(bytes.prefix(40)), bytes + [0x41, 0x42, 0x43],
        bytes.enumerated().map { $0.offset == bytes.count - 6 ? $0.element ^ 1 : $0.element },
        bytes.enumerated().map { $0.offset == bytes.count / 2 ? $0.element ^ 1 : $0.element },
    ] {
        let failure = #expect(throws: Problem.self) { try digest(broken, pieces: 64) }
        #expect(failure?.code == .downloadDamaged)
    }
}

@Test func aBombIsStoppedWhileItInflates() throws {
    let bomb = try gzipped([UInt8](repeating: 0, count: 8 << 20))
    let failure = #expect(throws: Problem.self) { try digest(bomb, pieces: 512) }
    #expect(failure?.code == .downloadTooLarge)
    var limits = TransferLimits()
    limits.inflatedBytesMax = 1000
    let tooLong = #expect(throws: Problem.self) {
        try digest(try gzipped(SampleBills.wechatPay), pieces: 512, limits: limits)
    }
    #expect(tooLong?.code == .downloadTooLarge)
}

/// Neither all alike nor all different, as bills are.
private func mixedText(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<count).map { index in
        state = state &* 1_664_525 &+ 1_013_904_223
        return index % 97 < 60 ? UInt8(truncatingIfNeeded: index % 97) : UInt8(truncatingIfNeeded: state >> 24)
    }
}

@Test(arguments: [0, 1, 4, 6, 9] as [Int32], [1, 4099, 1 << 20])
func whateverAPackerMakesIsInflated(level: Int32, pieces: Int) throws {
    // More than a buffer; byte by byte a little more.
    let text = mixedText(pieces == 1 ? 270_000 : 600_000)
    #expect(try digest(try gzipped(text, level: level), pieces: pieces) == sha1(text))
}

@Test(arguments: [0, 1, 2, 262_143, 262_144, 262_145, 524_288]) func theEndMayFallAnywhereInABuffer(_ count: Int) throws
{
    let text = mixedText(count)
    let bytes = try gzipped(text)
    for pieces in [1 << 20, 4096] {
        #expect(try digest(bytes, pieces: pieces) == sha1(text))
        #expect(try digest(bytes + bytes, pieces: pieces) == sha1(text + text))
        for broken in [bytes + [0x41], bytes + [0x1F], Array(bytes.dropLast())] {
            let failure = #expect(throws: Problem.self) { try digest(broken, pieces: pieces) }
            #expect(failure?.code == .downloadDamaged)
        }
    }
}

/// Extra field, name, comment and a CRC of the header: all that RFC 1952 knows.
private func gzippedWithEveryField(_ text: [UInt8], headerDamage: UInt8 = 0, flags: UInt8 = 0) throws -> [UInt8] {
    var header: [UInt8] = [0x1F, 0x8B, 8, 2 | 4 | 8 | 16 | flags, 0, 0, 0, 0, 0, 3, 5, 0] + Array("extra".utf8)
    header += Array("name.csv".utf8) + [0] + Array("a comment".utf8) + [0]
    let checksum = crc32(0, header, UInt32(header.count))
    header += [UInt8(checksum & 0xFF) ^ headerDamage, UInt8(checksum >> 8 & 0xFF)]
    return header + (try gzipped(text, fileName: nil)).dropFirst(10)
}

@Test(arguments: Array(1...40)) func aHeaderMayComeInPieces(_ pieces: Int) throws {
    let bytes = try gzippedWithEveryField(SampleBills.wechatPay)
    #expect(try digest(bytes, pieces: pieces) == SampleBills.wechatPaySHA1)
    for broken in [
        try gzippedWithEveryField(SampleBills.wechatPay, headerDamage: 1),
        try gzippedWithEveryField(SampleBills.wechatPay, flags: 0x20),
    ] {
        let failure = #expect(throws: Problem.self) { try digest(broken, pieces: pieces) }
        #expect(failure?.code == .downloadDamaged)
    }
}

@Test func noFlippedBitChangesTheText() throws {
    let bytes = try gzipped(SampleBills.wechatPay)
    for index in bytes.indices {
        for bit in 0..<8 {
            var flipped = bytes
            flipped[index] ^= 1 << bit
            // Time, system and name in the header mean nothing.
            guard let found = try? digest(flipped, pieces: 1 << 20) else { continue }
            #expect(found == SampleBills.wechatPaySHA1, "byte \(index), bit \(bit)")
        }
    }
}
