import TestRandom
import Testing
import Vocabulary

@testable import Bills

private func refund(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
    WeChatPayText.refund(number, changes)
}
private func payment(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
    WeChatPayText.payment(number, changes)
}

@Test(arguments: [true, false], ["\r\n", "\n"])
func `mark and line ends of either kind give the same entries`(mark: Bool, lineEnd: String) throws {
    let expected = try wechat(SpecSample.wechat.bytes)
    for hasFinalLineEnd in [true, false] {
        var text = SpecSample.wechat
        (text.mark, text.lineEnd, text.hasFinalLineEnd) = (mark, lineEnd, hasFinalLineEnd)
        #expect(try wechat(text.bytes).entries == expected.entries)
    }
}

@Test func `columns are found by name in any order, beside unknown ones`() throws {
    var text = SpecSample.wechat
    text.columns = text.columns.reversed() + ["新列"]
    text.summaryColumns = text.summaryColumns.reversed() + ["新合计"]
    text.totals["新合计"] = "x"
    #expect(try wechat(text.bytes).entries == wechat(SpecSample.wechat.bytes).entries)
}

@Test func `the legacy form has one amount for both and unrounded fees`() throws {
    var text = WeChatPayText([
        payment(1, ["总金额": "71.0", "手续费": "0.42600"]), refund(2, ["退款金额": "12.3", "手续费": "-0.0738"]),
    ])
    (text.columns, text.summaryColumns) = (WeChatPayText.legacy, WeChatPayText.legacySummary)
    #expect(text.columns.count == 24)
    let decoded = try wechat(text.bytes)
    #expect(decoded.entries.map(\.amountFen) == [7100, 1230])
    #expect(decoded.entries.map(\.settledFen) == [7100, -1230])
    #expect(decoded.entries.map(\.feeE5) == [42600, -7380])
    #expect(decoded.summary.payments.channelTotalFen == 7100)
    #expect(decoded.summary.refunds.channelTotalFen == 1230)
}

@Test func `a SUCCESS and a REFUND file are one bill in either order`() throws {
    var success = WeChatPayText([payment(1), payment(2, ["订单金额": "100.00"])])
    (success.columns, success.summaryColumns) = (WeChatPayText.success, WeChatPayText.successSummary)
    // The payment's own time may be of any day there.
    var refunds = WeChatPayText([refund(3, ["交易时间": "2026-11-18 10:00:00", "退款申请时间": "2026-11-21 23:59:59"])])
    refunds.columns = WeChatPayText.refund
    #expect(success.columns.count == 20 && refunds.columns.count == 29)
    let decoded = try wechat(success.bytes, refunds.bytes)
    #expect(decoded.entries.map(\.file) == [0, 0, 1])
    #expect(decoded.entries[2].occurredAt == "2026-11-21 23:59:59")
    #expect(decoded.summary.payments.channelTotalFen == 18800)
    #expect(decoded.summary.refunds.channelTotalFen == 3000)
    let reversed = try wechat(refunds.bytes, success.bytes)
    #expect(reversed.summary == decoded.summary)
    // The parts have an order of their own, however they are given.
    #expect(reversed.entries.map(\.file) == [0, 0, 1])
}

@Test func `a SUCCESS file of 2019 has all seven totals`() throws {
    var success = WeChatPayText([payment(1)])
    success.columns = WeChatPayText.success
    var refunds = WeChatPayText([])
    refunds.columns = WeChatPayText.refund
    #expect(try wechat(success.bytes, refunds.bytes).summary.payments.channelTotalFen == 8800)
}

@Test func `no rows and zero totals are a bill, no file is one, and the sums are zero`() throws {
    let empty = try wechat(WeChatPayText([]).bytes)
    #expect(empty.entries.isEmpty && empty.summary.rows == 0 && empty.summary.payments.channelTotalFen == 0)
    #expect(try decode([], of: Sample.wechat) == Decoded())
}

@Test(arguments: [
    ("SUCCESS", true, false), ("PROCESSING", true, false), ("FAIL", true, true), ("CHANGE", true, true),
    ("", false, false), ("ABNORMAL", false, false), ("success", false, false),
])
func `a refund's state decides whether it is classified and executed`(
    state: String, isClassified: Bool, isNotExecuted: Bool
) throws {
    let decoded = try wechat(WeChatPayText([refund(1, ["退款状态": state])]).bytes)
    let entry = try #require(decoded.entries.first)
    #expect(entry.type == .refund && entry.amountFen == 3000 && entry.state == state)
    #expect(entry.isClassified == isClassified && entry.isNotExecuted == isNotExecuted)
    #expect(decoded.summary.refunds.amountFen == decoded.summary.refunds.channelTotalFen)
}

@Test func `an unknown kind is a payment if it carries a payment amount, else a refund`() throws {
    let decoded = try wechat(
        WeChatPayText([
            payment(1, ["交易状态": "SETTLED"]), refund(2, ["交易状态": "冲正"]),
            refund(3, ["退款状态": "", "订单金额": "5.00", "申请退款金额": "0.00"]),
        ]).bytes)
    #expect(decoded.entries.map(\.isClassified) == [false, false, false])
    #expect(decoded.entries.map(\.type) == [.payment, .refund, .payment])
    #expect(decoded.entries.map(\.amountFen) == [8800, 3000, 500])
    #expect(decoded.entries.map(\.state) == ["SETTLED", "冲正", ""])
    #expect(decoded.entries.map(\.refundNo) == ["", "RF-20261121-0002", ""])
    #expect(decoded.summary.payments.channelTotalFen == 9300 && decoded.summary.payments.amountFen == 9300)
}

@Test func `a reversed payment is a refund, and its money in the payments' total is explained`() throws {
    let decoded = try wechat(
        WeChatPayText([
            payment(1, ["交易状态": "REVOKED", "订单金额": "10.00", "申请退款金额": "0.00"]),
            payment(2, ["交易状态": "REVOKED", "订单金额": "0.00", "申请退款金额": "7.00", "商户退款单号": "", "微信退款单号": "5030"]),
            payment(
                3, ["交易状态": "REVOKED", "订单金额": "9.00", "申请退款金额": "9.00", "商户退款单号": "R3", "交易时间": "2026-11-20 23:59:58"]),
            payment(4),
        ]).bytes)
    #expect(decoded.entries.map(\.type) == [.refund, .refund, .refund, .payment])
    #expect(decoded.entries.map(\.amountFen) == [1000, 700, 900, 8800])
    #expect(decoded.entries.map(\.refundNo) == ["SHOP-20261121-0001", "SHOP-20261121-0002", "R3", ""])
    #expect(decoded.entries.map(\.channelRefundNo) == ["", "5030", "", ""])
    #expect(decoded.entries.map(\.state) == ["REVOKED", "REVOKED", "REVOKED", "SUCCESS"])
    #expect(decoded.entries[2].occurredAt == "2026-11-20 23:59:58")
    for totals in [decoded.summary.payments, decoded.summary.refunds] {
        #expect(totals.amountFen + totals.otherDiscountsFen == totals.channelTotalFen)
    }
    #expect(decoded.summary.payments.otherDiscountsFen == 1900)
    #expect(decoded.summary.refunds.otherDiscountsFen == -1000)
}

@Test func `a payment amount on a refund row is not explained away`() throws {
    let decoded = try wechat(WeChatPayText([refund(1, ["订单金额": "30.00"])]).bytes)
    #expect(decoded.summary.payments.channelTotalFen == 3000)
    #expect(decoded.summary.payments.amountFen + decoded.summary.payments.otherDiscountsFen == 0)
}

@Test func `separators and line breaks in free text leave the columns behind it where they are`() throws {
    let nasty = [
        payment(1, ["商品名称": "a,`b,`c", "商户数据包": "x,`y"]), payment(2, ["商品名称": "上\n下"]),
        payment(3, ["商品名称": "一\r\n\r\n三,`四", "商户数据包": "五\n六"]), payment(4, ["商品名称": "`,\"quoted\",``"]), refund(5),
    ]
    let plain = (1...4).map { payment($0) } + [refund(5)]
    let decoded = try wechat(WeChatPayText(nasty).bytes)
    var expected = try wechat(WeChatPayText(plain).bytes).entries
    for (index, line) in zip(0..., [2, 3, 5, 9, 10] as [Int32]) { expected[index].line = line }
    #expect(decoded.entries == expected)
    // The fourth, too: its text holds a comma before a backtick.
    #expect(decoded.summary.flaggedRows == 4)
}

@Test func `a sub-merchant's row of a partner's bill belongs to the partner`() throws {
    #expect(try wechat(WeChatPayText([payment(1, ["特约商户号": "1900009191"])]).bytes).entries.count == 1)
}

@Test(arguments: [
    ("0", 0), ("0.0", 0), ("0.00", 0), ("12.3", 1230), ("12.30", 1230), ("7", 700), ("99999.99", 9_999_999),
])
func `amounts are read exactly`(text: String, fen: Int64) throws {
    #expect(try wechat(WeChatPayText([payment(1, ["订单金额": text])]).bytes).entries[0].amountFen == fen)
}

@Test func `amounts of any length agree with a second reading`() {
    for (text, fen) in [
        ("10000000000000.00", Fen.limitFen as Int64?), ("10000000000000.01", nil), ("99999999999999999999", nil),
        ("1.005", nil), ("1e3", 100_000), ("", nil), (" 1.00", nil), ("1,000.00", nil), (".50", 50), ("5.", 500),
        ("1..0", nil), ("+1.00", 100), ("-0.00", 0), ("1.2E1", 1200), ("6e-05", nil), ("6e-02", 6), ("1.23e-1", nil),
        ("88.00000", 8800), ("1e13", Fen.limitFen), ("1e14", nil), ("1e9999", nil), ("1e99999", nil), ("0e9999", 0),
        ("1e-9999", nil), ("1e", nil), ("1e+", nil), ("e5", nil), ("1e5.0", nil), ("1e 5", nil), (".", nil), ("+", nil),
        ("1.0000000000000000000000000000", 100), ("1.0000000000000000000000000001", nil), ("0x10", nil),
        ("1E+01", 1000), ("-1.00", nil), ("1.0.0", nil), ("１.00", nil), ("0x1.00", nil), ("1:23.45", nil),
        ("-", nil), ("12/4.00", nil), ("123456.78", 12_345_678), ("00000000000000000001.00", 100),
    ] { #expect(SlowCell.with(Array(text.utf8), AmountText.fen) == fen, "\(text)") }
    for (text, value) in [
        ("-0.18000", -18000 as Int64?), ("0.53000", 53000), ("12.53000", 1_253_000), ("123.53000", 12_353_000),
        ("-7", -700_000),
        ("0.426", 42600), ("0.4260001", nil), ("--1", nil), ("-", nil), ("", nil), ("0.00000", 0), ("-.5", -50000),
        ("6e-05", 6), ("-6E-05", -6), ("6e-06", nil), ("--6e-05", nil),
        ("+-1", nil), ("-+1", nil), ("1.2E1", 1_200_000),
        ("10000000000.00000", Fen.limitFen), ("10000000000.00001", nil), ("-0.53", -53000), ("0.5", 50000),
        ("99999.99", 9_999_999_000), ("99999.9", 9_999_990_000), ("9999.999", 999_999_900),
        ("123456.7", 12_345_670_000),
        ("1a.00", nil), ("0.5/", nil), ("1.0.00", nil), ("-0.:3", nil),
    ] { #expect(SlowCell.with(Array(text.utf8), AmountText.signedE5) == value, "\(text)") }
    var random = SeededGenerator(seed: 11)
    for _ in 0..<20_000 {
        let fen = Int64(random.next() >> UInt64(14 + random.next() % 50)) % Fen.limitFen
        #expect(SlowCell.with(Array(Fen.yuan(fen).utf8), AmountText.fen) == fen)
        #expect(SlowCell.with(Array(Fen.yuan(e5: -fen).utf8), AmountText.signedE5) == -fen)
        let few = fen % 1_000_000_000
        #expect(SlowCell.with(Array(Fen.yuan(-few).utf8), AmountText.signedE5) == -few * 1000)
    }
}

@Test func `times are those of one day to the second`() {
    let clock = DayClock(Sample.day)
    for second in stride(from: 0, to: 86_400, by: 7) {
        let text = ShanghaiTime.text(epochSeconds: Sample.day.startEpochSeconds + Int64(second))
        #expect(SlowCell.with(Array(text.utf8), clock.epochSeconds) == Sample.day.startEpochSeconds + Int64(second))
    }
    for text in [
        "2026-11-21 24:00:00", "2026-11-21 23:60:00", "2026-11-21 23:00:60", "2026-11-22 00:00:00",
        "2026-11-20 23:59:59", "2026-11-21T08:15:02", "2026-11-21 8:15:02", "2026-11-21 08:15:0a",
        "2026-11-21 08-15-02",
        "2026-11-21 0::15:02", "",
    ] { #expect(SlowCell.with(Array(text.utf8), clock.epochSeconds) == nil, "\(text)") }
}

@Test func `a time of any day is what the text of it says, and nothing where a byte is wrong`() {
    for text in [
        "2026-11-21 09:30:15", "2024-02-29 23:59:59", "2026-02-28 19:07:08", "2000-12-31 00:00:00",
        "1900-02-28 20:20:20", "0001-01-01 00:00:00",
    ] {
        var bytes = Array(text.utf8)
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                let right = bytes[index]
                bytes[index] = byte
                let said = String(validating: bytes, as: UTF8.self).flatMap(ShanghaiTime.epochSeconds)
                #expect(SlowCell.with(bytes, DayClock.anyEpochSeconds) == said, "\(bytes)")
                bytes[index] = right
            }
        }
        for wrong in [String(text.dropLast()), "\(text)0"] {
            #expect(SlowCell.with(Array(wrong.utf8), DayClock.anyEpochSeconds) == nil)
        }
    }
}

@Test func `numbers are printable ASCII of bounded length and not a spreadsheet's`() {
    for text in ["1", "SHOP-1", "a b", "x+y", "E+1", "1E+", "2.02E27", "4200009901202611210000000001", "12345678"] {
        #expect(SlowCell.with(Array(text.utf8), IdentifierText.isSound), "\(text)")
    }
    for text in [
        "", "2.02E+27", "4E+27", "2.02e+27", "é", "1234567\u{7F}", "12345678\t", "abc\nd",
        String(repeating: "1", count: 129),
    ] {
        #expect(!SlowCell.with(Array(text.utf8), IdentifierText.isSound), "\(text)")
    }
}
