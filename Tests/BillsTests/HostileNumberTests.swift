import Testing
import Vocabulary

@testable import Bills

/// Numbers from outside that are too large for arithmetic: refused, and nothing ends the process.
private func little(_ value: UInt64, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
}

private let edges: [UInt64] = [
    0, 1, 4, 29, 30, 31, 85, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFE1, 0x7FFF_FFFF_FFFF_FFFE,
    0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
]

/// A directory alone, behind four bytes that make the file look like a ZIP, with one member of 64-bit numbers.
private func far(size: UInt64, compressed: UInt64, offset: UInt64) -> [UInt8] {
    let extra = little(1, 2) + little(24, 2) + little(size, 8) + little(compressed, 8) + little(offset, 8)
    let entry =
        [0x50, 0x4B, 1, 2] + little(45, 2) + little(45, 2) + little(0, 2) + little(0, 2) + little(0, 8)
        + little(0xFFFF_FFFF, 4) + little(0xFFFF_FFFF, 4) + little(1, 2) + little(UInt64(extra.count), 2)
        + little(0, 10) + little(0xFFFF_FFFF, 4) + [0x61] + extra
    return [0x50, 0x4B, 3, 4] + entry + [0x50, 0x4B, 5, 6] + little(0, 4) + little(1, 2) + little(1, 2)
        + little(UInt64(entry.count), 4) + little(4, 4) + little(0, 2)
}

@Test func `a ZIP64 member of any numbers is refused`() {
    for offset in edges {
        for compressed in edges {
            for size in edges {
                for account in [Sample.wechat, Sample.alipay] where account == Sample.alipay || size == 0 {
                    let bytes = far(size: size, compressed: compressed, offset: offset)
                    let refused = problem { try decode([bytes], of: account) }
                    #expect(refused?.code.name.hasPrefix("bill.") == true, "\(size) \(compressed) \(offset)")
                }
            }
        }
    }
}

@Test func `a ZIP64 end record of any numbers is refused`() {
    for count in edges {
        for size in edges {
            for offset in edges {
                let record =
                    [0x50, 0x4B, 6, 6] + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8) + little(count, 8)
                    + little(count, 8) + little(size, 8) + little(offset, 8)
                for recordOffset in [4, offset] {
                    let locator = [0x50, 0x4B, 6, 7] + little(0, 4) + little(recordOffset, 8) + little(1, 4)
                    let end = [0x50, 0x4B, 5, 6] + little(0, 4) + [UInt8](repeating: 0xFF, count: 12) + little(0, 2)
                    let refused = problem { try alipay([0x50, 0x4B, 3, 4] + record + locator + end) }
                    #expect(refused?.code.name.hasPrefix("bill.") == true, "\(count) \(size) \(offset)")
                }
            }
        }
    }
}

@Test func `more lines than any bill has are refused wherever they stand`() throws {
    var limits = BillLimits()
    limits.linesMax = 1000
    let blank = [UInt8](repeating: 0x0A, count: 3 << 18)
    func refused(_ bytes: [UInt8], _ account: ChannelAccount) -> ProblemCode? {
        problem { try decode([bytes], of: account, limits: limits) }?.code
    }
    // Behind the totals.
    #expect(refused(SpecSample.wechat.bytes + blank, Sample.wechat) == .billTooLarge)
    #expect(refused(SpecSample.alipay.bytes + blank, Sample.alipay) == .billTooLarge)
    // Joined into one row, by the length of the row.
    let joined = WeChatPayText([WeChatPayText.payment(1, ["商品名称": String(repeating: "\n", count: 60_000)])]).bytes
    #expect(problem { try wechat(joined) } == nil)
    // Above the header, and in the summary.
    let start = Array("#支付宝业务明细查询\n".utf8)
    #expect(refused([0xEF, 0xBB, 0xBF] + start + [UInt8](repeating: 0x23, count: 1) + blank, Sample.alipay) != nil)
    let summary = alipaySummary(payments: 2, refunds: 1) + blank
    #expect(refused(Packing.zip([.init(name: [0x61], bytes: summary)]), Sample.alipay) == .billTooLarge)
    // Several parts count on.
    limits.linesMax = 400_000
    let parts = Packing.zip(
        (0..<3).map { number in
            var text = AlipayText([AlipayText.payment(number)])
            text.title += " "
            return .init(name: [0x61 + UInt8(number)], bytes: text.bytes + blank.prefix(1 << 18))
        })
    #expect(problem { try decode([parts], of: Sample.alipay, limits: limits) }?.code == .billTooLarge)
    limits.linesMax = 1_000_000
    let decoded = try decode([parts], of: Sample.alipay, limits: limits)
    #expect(decoded.entries.map(\.line) == [6, 6 + 262_154, 6 + 2 * 262_154] as [Int32])
}

@Test func `sums of any size are refused or right`() {
    // The least 64-bit number is a sum of fees that never went over.
    for (rows, last) in [(9223, "-372036854.77580"), (9223, "-372036854.77581"), (9223, "-372036854.77579")] {
        var bill = WeChatPayText(
            (0..<rows).map { WeChatPayText.payment($0 % 90, ["手续费": "-10000000000.00000"]) }
                + [WeChatPayText.payment(99, ["手续费": last])])
        bill.totals = ["手续费总金额": "1.00000", "应结订单总金额": "811712.00", "订单总金额": "811712.00"]
        let refused = problem { try wechat(bill.bytes) }
        #expect(refused?.code == .billTooLarge, "\(String(describing: refused))")
    }
    let large = ["订单金额（元）": "10000000000000.00", "商家实收（元）": "10000000000000.00"]
    for count in [101, 9300] {
        var many = AlipayText((0..<count).map { AlipayText.payment($0 % 90, large) })
        many.totals["交易合计"] = "#交易合计：\(count)笔，商家实收共88.00元，商家优惠共0.00元"
        #expect(problem { try alipay(many.bytes) }?.code == .billTooLarge)
    }
}
