import TestRandom
import Testing
import Vocabulary

@testable import Bills

/// Free text as merchants write it, and worse. GB18030 characters whose later bytes look like digits (𠀀 is 95328236),
/// a backtick (the second byte of 誠's neighbours), a backslash or a bar are among them.
private let pieces = [
    ",", ",`", "`", "``", "\"", "\\", "{\"a\":[1,2],\"b\":\"c,d\"}", "有机茶叶", "两罐装", "𠀀", "𪚥", "誠", "乣", "俙", "|", "\t",
    " ",
    "0.00", "2026-11-21 00:00:00", "SUCCESS", "总", "#", "é", "😀", "%", "'", ";",
]

private func nasty(_ random: inout SeededGenerator, without forbidden: Set<String> = []) -> String {
    let allowed = pieces.filter { !forbidden.contains($0) }
    return (0..<Int(random.next() % 7)).map { _ in allowed[Int(random.next() % UInt64(allowed.count))] }.joined()
}

private func amount(_ random: inout SeededGenerator) -> Int64 {
    // Of every length from one digit to thirteen.
    Int64(random.next() % (1 << (random.next() % 40 + 1))) + 1
}

private func time(_ random: inout SeededGenerator) -> String {
    ShanghaiTime.text(epochSeconds: Sample.day.startEpochSeconds + Int64(random.next() % 86_400))
}

private func generatedWeChat(seed: UInt64, rows: Int) -> (text: WeChatPayText, entries: [Entry]) {
    var random = SeededGenerator(seed: seed)
    var text = WeChatPayText()
    var plain = WeChatPayText()
    for number in 0..<rows {
        let yuan = Fen.yuan(amount(&random))
        let fee = Fen.yuan(e5: Int64(random.next() % 10_000_000) - 5_000_000)
        var row =
            random.next() % 4 == 0
            ? WeChatPayText.refund(number, ["退款金额": yuan, "申请退款金额": yuan, "手续费": fee])
            : WeChatPayText.payment(number, ["应结订单金额": yuan, "订单金额": yuan, "手续费": fee])
        row["交易时间"] = time(&random)
        plain.rows.append(row)
        row["商品名称"] = nasty(&random)
        row["商户数据包"] = nasty(&random)
        text.rows.append(row)
    }
    return (text, (try? wechat(plain.bytes).entries) ?? [])
}

@Test(arguments: 1...12)
func `merchants' text never moves an amount at WeChat Pay`(seed: UInt64) throws {
    let (text, expected) = generatedWeChat(seed: seed, rows: 150)
    #expect(expected.count == 150)
    let decoded = try wechat(text.bytes)
    #expect(decoded.entries == expected)
    for (entry, row) in zip(decoded.entries, text.rows) {
        #expect(Fen.yuan(entry.amountFen) == row[entry.type == .payment ? "订单金额" : "申请退款金额"])
        #expect(Fen.yuan(e5: entry.feeE5) == row["手续费"])
        #expect(entry.occurredAt == row["交易时间"])
    }
}

@Test(arguments: 1...12)
func `merchants' text never moves an amount at Alipay`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var rows: [[String: String]] = []
    for number in 0..<150 {
        let fen = amount(&random)
        var row =
            random.next() % 4 == 0
            ? AlipayText.refund(number, ["订单金额（元）": Fen.yuan(-fen), "商家实收（元）": Fen.yuan(-fen)])
            : AlipayText.payment(number, ["订单金额（元）": Fen.yuan(fen), "商家实收（元）": Fen.yuan(fen)])
        row["完成时间"] = time(&random)
        // Commas in one text; what else GB18030 can say in all.
        let commas = ["商品名称", "门店名称", "券名称", "备注"][Int(random.next() % 4)]
        for column in ["商品名称", "门店名称", "券名称", "备注"] {
            row[column] = nasty(&random, without: column == commas ? [] : [",", ",`", pieces[6]])
        }
        rows.append(row)
    }
    let decoded = try alipay(AlipayText(rows).bytes)
    #expect(decoded.entries.count == 150)
    for (entry, row) in zip(decoded.entries, rows) {
        let sign: Int64 = entry.type == .payment ? 1 : -1
        #expect(Fen.yuan(sign * entry.amountFen) == row["订单金额（元）"])
        #expect(entry.settledFen == sign * entry.amountFen)
        #expect(entry.occurredAt == row["完成时间"])
        #expect(entry.channelTradeNo == row["支付宝交易号"])
        #expect(entry.paymentNo == row["商户订单号"])
    }
}

@Test func `the size of the blocks does not matter`() throws {
    let (text, _) = generatedWeChat(seed: 99, rows: 400)
    var broken = text
    for index in stride(from: 0, to: 400, by: 9) { broken.rows[index]["商品名称", default: ""] += "上\r\n下\n\n" }
    let zip = Packing.zip([
        .init(name: [0x61], bytes: SpecSample.alipay.bytes),
        .init(name: [0x62], bytes: alipaySummary(payments: 2, refunds: 1)),
    ])
    for (file, account) in [
        (broken.bytes, Sample.wechat), (Packing.gzip(broken.bytes), Sample.wechat), (zip, Sample.alipay),
        (AlipayText((0..<90).map { AlipayText.payment($0, ["备注": "a,b"]) }).bytes, Sample.alipay),
    ] {
        let expected = try decode([file], of: account)
        #expect(expected.entries.count > 2)
        for blockBytes in [1, 2, 3, 7, 61, 64, 65, 127, 300, 1024, 1031, 4096, 65_536, 1 << 20] {
            #expect(try decode([file], of: account, blockBytes: blockBytes) == expected, "blocks of \(blockBytes)")
        }
    }
}

/// Hands out pieces of any size.
private final class Splitter: ByteSource {
    private var bytes: ArraySlice<UInt8>
    private var random: SeededGenerator

    let fileBytesRead: Int64 = 0

    init(_ bytes: [UInt8], seed: UInt64) {
        self.bytes = bytes[...]
        random = SeededGenerator(seed: seed)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let piece = bytes.prefix(min(buffer.count, Int(random.next() % 700) + 1))
        buffer.copyBytes(from: piece)
        bytes = bytes.dropFirst(piece.count)
        return piece.count
    }
}

@Test(arguments: 1...20)
func `however a source hands out its bytes, the entries are the same`(seed: UInt64) throws {
    let (text, _) = generatedWeChat(seed: 5, rows: 120)
    let expected = try wechat(text.bytes)
    let place = Place(account: Sample.wechat, day: Sample.day)
    var window = TextWindow(
        Splitter(text.bytes, seed: seed), place: place, limits: BillLimits(), bytesMax: .max, blockBytes: 4096)
    var entries: [Entry] = []
    var totals = EntryTotals()
    let result = try WeChatPayFile.decode(
        &window, account: Sample.wechat, day: Sample.day, fileNumber: 0, accept: { _ in }, progress: { _ in },
        totals: &totals, sink: { entries.append(Entry($0)) })
    #expect(entries == expected.entries)
    #expect(result.flaggedRows == expected.summary.flaggedRows)
}

@Test func `every cut of a bill is refused`() throws {
    func isRefused(_ bytes: some Collection<UInt8>, _ account: ChannelAccount) -> Bool {
        problem { try decode([Array(bytes)], of: account, blockBytes: 4096) } != nil
    }
    let bytes = SpecSample.wechat.bytes
    // The last total is 30.00, and 30 says the same.
    for count in 0..<bytes.count - 5 { #expect(isRefused(bytes.prefix(count), Sample.wechat), "\(count) bytes") }
    let other = SpecSample.alipay.bytes
    let totals = try #require(AlipayComment.end(of: .refundTotals, in: other[...], .gb18030))
    for count in 0..<totals { #expect(isRefused(other.prefix(count), Sample.alipay), "\(count) bytes") }
    let zip = Packing.zip([.init(name: [0x61], bytes: other)])
    for count in 0..<zip.count { #expect(isRefused(zip.prefix(count), Sample.alipay), "\(count) bytes") }
    let gzip = Packing.gzip(bytes)
    for count in 0..<gzip.count { #expect(isRefused(gzip.prefix(count), Sample.wechat), "\(count) bytes") }
}

@Test func `a flipped bit in a packed bill is refused or changes nothing`() throws {
    var random = SeededGenerator(seed: 4)
    for (packed, account) in [
        (Packing.zip([.init(name: [0x61], bytes: SpecSample.alipay.bytes)]), Sample.alipay),
        (Packing.gzip(SpecSample.wechat.bytes), Sample.wechat),
    ] {
        let expected = try decode([packed], of: account)
        var refused = 0
        for index in packed.indices {
            var bytes = packed
            bytes[index] ^= 1 << UInt8(random.next() % 8)
            // Some bits of headers and of the last deflated byte mean nothing.
            if let decoded = try? decode([bytes], of: account, blockBytes: 4096) {
                #expect(decoded == expected, "byte \(index)")
            } else {
                refused += 1
            }
        }
        #expect(refused > packed.count * 8 / 10)
    }
}

@Test func `gzip of several members is one text`() throws {
    let bytes = SpecSample.wechat.bytes
    let parts = Packing.gzip(Array(bytes[..<500])) + Packing.gzip([]) + Packing.gzip(Array(bytes[500...]), name: nil)
    #expect(try wechat(parts).entries == wechat(bytes).entries)
}

@Test func `progress rises to the end of the files`() throws {
    let scratch = Scratch()
    let (text, _) = generatedWeChat(seed: 3, rows: 200)
    func reported(_ files: [BillFile], of account: ChannelAccount, blockBytes: Int) throws -> [Int64] {
        var seen: [Int64] = []
        _ = try decoder(account, blockBytes: blockBytes).entries(
            of: files, progress: { seen.append($0) }, sink: { _ in })
        #expect(seen == seen.sorted() && seen.count > 5)
        return seen
    }
    let plain = scratch.file(text.bytes)
    let steps = try reported([plain], of: Sample.wechat, blockBytes: 4096)
    // Only the trailer is read behind the last row.
    #expect(steps.first ?? 0 <= 8192 && steps.last ?? 0 > plain.sizeBytes - 4096)
    let packed = scratch.file(Packing.gzip(text.bytes))
    #expect(try reported([packed], of: Sample.wechat, blockBytes: 4096).last == packed.sizeBytes)
    let zip = scratch.file(
        Packing.zip([
            .init(name: Array("a.csv".utf8), bytes: AlipayText((0..<200).map { AlipayText.payment($0) }).bytes)
        ]))
    let last = try #require(try reported([zip], of: Sample.alipay, blockBytes: 4096).last)
    #expect(last > zip.sizeBytes / 2 && last < zip.sizeBytes)
}

@Test func `what the sink throws comes out unchanged`() throws {
    struct Stop: Error {}
    let scratch = Scratch()
    let file = scratch.file(SpecSample.wechat.bytes)
    #expect(throws: Stop.self) {
        try decoder(Sample.wechat).entries(of: [file]) { _ in throw Stop() }
    }
}
