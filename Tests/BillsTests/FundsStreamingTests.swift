import TestRandom
import Testing
import Vocabulary

@testable import Bills

/// Pieces of the texts that merchants write.
private let pieces = [
    ",`", "`", "\"", "\\", "有机茶叶", "𠀀", "誠", "|", "\t", "0.00", "2026-11-21 00:00:00", "收入", "总", "#", "é", "%", "'",
    ";",
]

private func nasty(_ random: inout SeededGenerator) -> String {
    (0..<Int(random.next() % 6)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
}

private func time(_ random: inout SeededGenerator) -> String {
    ShanghaiTime.text(epochSeconds: Sample.day.startEpochSeconds + Int64(random.next() % 86_400))
}

private func fen(_ random: inout SeededGenerator) -> Int64 {
    let fen = Int64(random.next() % (1 << (random.next() % 40 + 1))) + 1
    return random.next() % 2 == 0 ? fen : -fen
}

/// The same rows read without the decoder: from what was put in.
private func generatedWeChat(seed: UInt64, rows: Int) -> WeChatPayFundsText {
    var random = SeededGenerator(seed: seed)
    let kinds = [("交易", "交易"), ("交易", "扣除交易手续费"), ("退款", "退款"), ("充值/提现", "提现"), ("新的", "新的")]
    return WeChatPayFundsText(
        (0..<rows).map { number in
            let kind = kinds[Int(random.next() % UInt64(kinds.count))]
            return WeChatPayFundsText.row(
                kind.0, kind.1, fen(&random), at: time(&random),
                ["业务凭证号": "V\(number)", "微信支付业务单号": "B\(number)", "资金流水单号": "F\(number % 7)", "备注": nasty(&random)])
        })
}

private func generatedAlipay(seed: UInt64, rows: Int) -> AlipayFundsText {
    var random = SeededGenerator(seed: seed)
    let types = ["在线支付", "收费", "交易退款", "提现", "其它", "新的"]
    var text = AlipayFundsText(
        (0..<rows).map { number in
            AlipayFundsText.row(
                number, types[Int(random.next() % UInt64(types.count))], fen(&random), at: time(&random),
                ["业务流水号": "B\(number)", "商户订单号": "V\(number)", "备注": nasty(&random).replacing(",`", with: ",")])
        })
    // With 备注 last and 商品名称 before the time there is one way to read each row.
    text.columns = AlipayFundsText.columns
    return text
}

@Test(arguments: 1...10)
func `a generated WeChat Pay funds bill is read as it was written`(seed: UInt64) throws {
    let text = generatedWeChat(seed: seed, rows: 150)
    let decoded = try wechatFunds(text.bytes)
    try #require(decoded.movements.count == 150)
    let written = WeChatPayFundsText.chained(text.rows, from: text.openingFen)
    for (moved, row) in zip(decoded.movements, written) {
        #expect(moved.amountFen == WeChatPayFundsText.signedFen(row) && moved.bookedAt == row["记账时间"])
        #expect(moved.balanceFen == fundsFen(row["账户结余(元)"] ?? ""))
        #expect(moved.voucherNo == row["业务凭证号"] && moved.businessNo == row["微信支付业务单号"])
        #expect(moved.flowNo == row["资金流水单号"] && moved.type == row["业务类型"] && moved.name == row["业务名称"])
    }
    let amounts = decoded.movements.map(\.amountFen)
    #expect(decoded.summary.into.amountFen == amounts.filter { $0 > 0 }.reduce(0, +))
    #expect(decoded.summary.outOf.amountFen == -amounts.filter { $0 < 0 }.reduce(0, +))
    #expect(decoded.summary.closingFen == text.openingFen + amounts.reduce(0, +))
}

@Test(arguments: 1...10)
func `a generated Alipay funds bill is read as it was written`(seed: UInt64) throws {
    let text = generatedAlipay(seed: seed, rows: 150)
    let decoded = try alipayFunds(text.bytes)
    try #require(decoded.movements.count == 150)
    for (moved, row) in zip(decoded.movements, text.rows) {
        #expect(moved.amountFen == AlipayFundsText.signedFen(row) && moved.bookedAt == row["发生时间"])
        #expect(moved.voucherNo == row["商户订单号"] && moved.businessNo == row["业务流水号"])
        #expect(moved.flowNo == row["账务流水号"] && moved.type == row["业务类型"])
    }
    #expect(decoded.summary.isChained && decoded.summary.rows == 150)
}

@Test func `the size of the blocks does not matter to movements`() throws {
    var broken = generatedWeChat(seed: 99, rows: 120)
    for index in stride(from: 0, to: 120, by: 9) { broken.rows[index]["备注", default: ""] += "上\r\n下\n\n" }
    let alipay = generatedAlipay(seed: 7, rows: 90)
    let zip = Packing.zip([.init(name: [0x61], bytes: alipay.summary()), .init(name: [0x62], bytes: alipay.bytes)])
    for (file, account) in [
        (broken.bytes, Sample.wechat), (Packing.gzip(broken.bytes), Sample.wechat), (alipay.bytes, Sample.alipay),
        (zip, Sample.alipay),
    ] {
        let expected = try funds(file, of: account)
        #expect(expected.movements.count > 2)
        for blockBytes in [1, 3, 61, 64, 65, 300, 1031, 65_536] {
            #expect(try funds(file, of: account, blockBytes: blockBytes) == expected, "blocks of \(blockBytes)")
        }
    }
}

@Test func `every cut of a funds bill is refused`() throws {
    func isRefused(_ bytes: some Collection<UInt8>, _ account: ChannelAccount) -> Bool {
        problem { try funds(Array(bytes), of: account, blockBytes: 4096) } != nil
    }
    let bytes = FundsSample.wechat.bytes
    // The last total is 30.35 and a line's end.
    for count in 0..<bytes.count - 2 { #expect(isRefused(bytes.prefix(count), Sample.wechat), "\(count) bytes") }
    let other = FundsSample.alipay.bytes
    let totals = try #require(AlipayComment.end(of: .intoTotals, in: other[...], .gb18030))
    for count in 0..<totals { #expect(isRefused(other.prefix(count), Sample.alipay), "\(count) bytes") }
}

@Test func `no row of a funds bill is lost or doubled unnoticed`() throws {
    let wechat = generatedWeChat(seed: 3, rows: 12)
    let lines = String(decoding: wechat.bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
    for line in 1...12 {
        var (without, twice) = (lines, lines)
        without.remove(at: line)
        twice.insert(lines[line], at: line)
        for changed in [without, twice] {
            let bytes = Array(changed.joined(separator: "\r\n").utf8)
            #expect(problem { try wechatFunds(bytes) }?.code == .billTotalMismatch)
        }
    }
}

@Test func `the limits hold for funds bills`() throws {
    var limits = BillLimits()
    limits.inflatedBytesMax = 801
    #expect(
        problem { try funds(FundsSample.wechat.bytes, of: Sample.wechat, limits: limits) }?.code == .billTooLarge)
    limits = BillLimits()
    limits.lineBytesMax = 100
    #expect(
        problem { try funds(FundsSample.wechat.bytes, of: Sample.wechat, limits: limits) }?.code
            == .billLineTooLong)
}

@Test func `what the sink throws comes out of a funds decoder unchanged`() throws {
    struct Stop: Error {}
    let scratch = Scratch()
    for (bytes, account) in [(FundsSample.wechat.bytes, Sample.wechat), (FundsSample.alipay.bytes, Sample.alipay)] {
        let expected = ExpectedFunds(ExpectedBill(account: account, day: Sample.day), pot: Pot("BASIC"))
        let decoder: any FundsDecoder =
            account.channel == .wechatpay ? WeChatPayFunds(expected) : AlipayFunds(expected)
        #expect(throws: Stop.self) {
            _ = try decoder.decode(scratch.file(bytes), progress: { _ in }, sink: { _ in throw Stop() })
        }
    }
}
