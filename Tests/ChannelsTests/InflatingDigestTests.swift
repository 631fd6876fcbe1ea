import Cryptography
import Testing
import Vocabulary

@testable import Channels

private func digest(_ bytes: [UInt8], pieces: Int, limits: TransferLimits = TransferLimits()) throws -> String {
    let inflating = try InflatingDigest(limits: limits)
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
