import Cryptography
import TestPlaces
import Testing
import Vocabulary

@testable import Channels

private let account = ChannelAccount(channel: .wechatpay, account: "1900999001")
private let day = BusinessDay(number: 20_778)

/// Of several blocks, packed and not.
private let text: [UInt8] = {
    var state: UInt32 = 7
    return (0..<3_000_000).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24 & 0x3F)
    }
}()

private func receive(_ bytes: [UInt8], into body: WeChatPayBody, pieces: Int = 16_384) throws {
    for start in stride(from: 0, to: bytes.count, by: pieces) {
        let result = bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes { piece in
            Result { () throws(Problem) in try body.receive(piece) }
        }
        try result.get()
    }
}

@Test(arguments: [false, true]) func aBillOfManyBlocksIsHashedAndKept(isPacked: Bool) throws {
    let directory = try TemporaryDirectory()
    let bytes = isPacked ? try gzipped(text) : text
    #expect(bytes.count > 8 * 256 * 1024)
    let body = WeChatPayBody(
        try BillArchive(root: directory.path).receive(DayUnit(account, day, .trade)), limits: TransferLimits())
    try receive(bytes, into: body)
    #expect(try body.finish() == Hexadecimal.text(Digest.of(text, by: .sha1)))
    let bill = try body.keep()
    #expect(bill.path.hasSuffix(isPacked ? ".csv.gz" : ".csv"))
    #expect(bill.sha256 == Hexadecimal.text(Digest.of(bytes, by: .sha256)))
    #expect(try contents(of: bill.path) == bytes)
}

@Test(arguments: [100, 1_000_000, 2_200_000]) func damageIsToldHoweverMuchFollows(at offset: Int) throws {
    let directory = try TemporaryDirectory()
    var bytes = try gzipped(text)
    for index in offset..<offset + 64 { bytes[index] = ~bytes[index] }
    let failure = #expect(throws: Problem.self) {
        let body = WeChatPayBody(
            try BillArchive(root: directory.path).receive(DayUnit(account, day, .trade)), limits: TransferLimits())
        try receive(bytes, into: body)
        _ = try body.finish()
    }
    #expect(failure?.code == .downloadDamaged)
}

@Test func aTransferThatIsGivenUpLeavesNothing() throws {
    let directory = try TemporaryDirectory()
    let archive = BillArchive(root: directory.path)
    var body: WeChatPayBody? = WeChatPayBody(
        try archive.receive(DayUnit(account, day, .trade)), limits: TransferLimits())
    if let body { try receive(Array(try gzipped(text).prefix(1_500_000)), into: body) }
    body = nil
    let years = "\(directory.path)/wechatpay/1900999001/2026"
    #expect(directoryEntries(years) == [] && directoryEntries(years, hidden: true) == [])
}
