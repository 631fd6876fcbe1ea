import Testing
import Vocabulary

@testable import Bills

/// What a row moves for the merchant (Contract 3.1), and that it adds up to the bill's own totals.
private func payment(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
    WeChatPayText.payment(number, changes)
}
private func refund(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
    WeChatPayText.refund(number, changes)
}
private let name = Array("detail.csv".utf8)

struct Moved: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let row: [String: String]
    let type: EntryType
    let fen: Int64
    /// The same in the form of 24 columns, where it differs.
    var legacyFen: Int64?
}

private let voucher = ["订单金额": "120.00", "应结订单金额": "100.00", "总金额": "120.00"]
private let voucherRefund = ["退款金额": "25.00", "申请退款金额": "30.00"]

@Test(arguments: [
    Moved(
        testDescription: "a payment: what is settled", row: payment(1, voucher), type: .payment, fen: 10000,
        legacyFen: 12000),
    Moved(testDescription: "a refund: what is taken", row: refund(1, voucherRefund), type: .refund, fen: -2500),
    Moved(
        testDescription: "one that failed", row: refund(1, voucherRefund.merging(["退款状态": "FAIL"]) { $1 }),
        type: .refund,
        fen: 0),
    Moved(testDescription: "one in somebody's hands", row: refund(1, ["退款状态": "CHANGE"]), type: .refund, fen: 0),
    Moved(
        testDescription: "a reversal that asks for a refund", row: refund(1, ["交易状态": "REVOKED", "退款金额": "30.00"]),
        type: .refund, fen: -3000),
    Moved(
        testDescription: "a reversal in the payment's amounts",
        row: payment(1, voucher.merging(["交易状态": "REVOKED"]) { $1 }), type: .refund, fen: -10000, legacyFen: -12000),
    Moved(
        testDescription: "a reversal that failed", row: refund(1, ["交易状态": "REVOKED", "退款状态": "FAIL"]), type: .refund,
        fen: 0),
    Moved(
        testDescription: "an unknown kind of payment", row: payment(1, voucher.merging(["交易状态": "OTHER"]) { $1 }),
        type: .payment, fen: 10000, legacyFen: 12000),
    Moved(
        testDescription: "an unknown kind of refund", row: refund(1, ["交易状态": "OTHER"]), type: .refund, fen: -3000),
    Moved(
        testDescription: "an unknown kind with both",
        row: refund(1, ["交易状态": "OTHER", "订单金额": "50.00", "应结订单金额": "50.00", "总金额": "50.00"]), type: .payment, fen: 2000
    ),
    Moved(testDescription: "a refund of an unknown state", row: refund(1, ["退款状态": "?"]), type: .refund, fen: -3000),
])
func `what a row of WeChat Pay moves`(moved: Moved) throws {
    let all = WeChatPayText([payment(7), moved.row, refund(8)])
    var legacy = all
    (legacy.columns, legacy.summaryColumns) = (WeChatPayText.legacy, WeChatPayText.legacySummary)
    for (text, fen) in [(all, moved.fen), (legacy, moved.legacyFen ?? moved.fen)] {
        let decoded = try wechat(text.bytes)
        #expect(decoded.entries[1].type == moved.type && decoded.entries[1].settledFen == fen)
        let isPayment = moved.type == .payment
        #expect(decoded.summary.payments.settledFen == 8800 + (isPayment ? fen : 0))
        #expect(decoded.summary.refunds.settledFen == -3000 + (isPayment ? 0 : fen))
    }
}

@Test func `a pair's rows move what both files' totals say`() throws {
    var success = WeChatPayText([payment(1, voucher), payment(2, ["交易状态": "REVOKED"])])
    (success.columns, success.summaryColumns) = (WeChatPayText.success, WeChatPayText.successSummary)
    var refunds = WeChatPayText([
        refund(3, voucherRefund), refund(4, ["退款状态": "FAIL"]),
        refund(5, ["交易状态": "REVOKED", "订单金额": "9.00", "应结订单金额": "9.00", "申请退款金额": "0.00", "退款金额": "0.00"]),
        refund(6, ["交易状态": "OTHER", "应结订单金额": "1.00"]),
    ])
    refunds.columns = WeChatPayText.refund
    for files in [[success.bytes, refunds.bytes], [refunds.bytes, success.bytes]] {
        let summary = try decode(files, of: Sample.wechat).summary
        #expect(summary.payments.settledFen == 10000)
        #expect(summary.refunds.settledFen == -8800 - 2500 - 900 - 3000)
    }
}

@Test(arguments: [
    ("a refund with a settled amount", refund(1, ["应结订单金额": "30.00"]), "应结订单总金额"),
    ("a payment with a refunded amount", payment(1, ["退款金额": "5.00"]), "退款总金额"),
])
func `an amount that a row of this kind does not move is not explained away`(
    what: String, row: [String: String], column: String
) throws {
    let refused = try #require(problem { try wechat(WeChatPayText([row, payment(2), refund(3)]).bytes) }, "\(what)")
    #expect(refused.code == .billTotalMismatch && refused.place.column == column)
}

@Test func `what rows of Alipay move`() throws {
    let decoded = try alipay(
        AlipayText(
            [
                AlipayText.payment(1, ["订单金额（元）": "100.00", "商家实收（元）": "90.00", "商家优惠（元）": "10.00"]),
                AlipayText.refund(2),
                AlipayText.refund(3, ["订单金额（元）": "5.00", "商家实收（元）": "5.00"]),
                AlipayText.payment(4, ["业务类型": "其它", "商家实收（元）": "87.00"]),
                AlipayText.refund(5, ["业务类型": "冻结", "商家实收（元）": "-29.00"]),
                // Either sign is a refund's; of an unknown kind the sign is all that is known.
                AlipayText.refund(6, ["业务类型": "冻结", "商家实收（元）": "29.00"]),
            ].map { $0 }
        ).bytes.replacingRefundTotal())
    #expect(decoded.entries.map(\.settledFen) == [9000, -3000, -500, 8700, -2900, 2900])
    #expect(decoded.summary.payments.settledFen == 9000 + 8700)
    #expect(decoded.summary.refunds.settledFen == -3000 - 500 - 2900 + 2900)
}

extension [UInt8] {
    /// Refunds of either sign, which the helper adds as they are printed.
    fileprivate func replacingRefundTotal() -> [UInt8] {
        let text = String(decoding: GB18030.utf8(self) ?? [], as: UTF8.self)
        return gb18030(text.replacing("商家实收退款共-25.00元", with: "商家实收退款共-35.00元"))
    }
}

/// 合计 of the summary part.
private func summary(
    payments: Int = 2, refunds: Int = 1, fee: String = "-1.07", share: String = "0.00", net: String = "146.93"
) -> [UInt8] {
    let text = String(decoding: GB18030.utf8(alipaySummary(payments: payments, refunds: refunds)) ?? [], as: UTF8.self)
    let zeros = "0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00"
    return gb18030(text.replacing(zeros, with: "158.00,148.00,5.00,10.00,0.00,\(fee),\(share),\(net)"))
}

// The sample: payments 178.00 with fees of 1.07, a refund of 30.00.
@Test(arguments: [
    ("net of refunds", "-1.07", "0.00", "146.93"), ("payments alone", "-1.07", "0.00", "176.93"),
    ("a fee without sign", "1.07", "0.00", "146.93"), ("a share inside", "-1.07", "-2.00", "144.93"),
    ("a share outside", "-1.07", "-2.00", "146.93"), ("nothing said", "0.00", "0.00", "0.00"),
    ("a net that cannot be read", "-1.07", "0.00", "-"), ("no amount that can be read", "", "", ""),
])
func `the summary's money is that of the rows`(what: String, fee: String, share: String, net: String) throws {
    let zip = Packing.zip([
        .init(name: name, bytes: SpecSample.alipay.bytes),
        .init(name: [0x61], bytes: summary(fee: fee, share: share, net: net)),
    ])
    #expect(try alipay(zip).entries.count == 3, "\(what)")
}

@Test(arguments: [
    ("-1.06", "0.00", "146.94", "服务费(元)"), ("-1.07", "0.00", "146.92", "实收净额(元)"), ("0.00", "0.00", "148.00", "服务费(元)"),
    ("-1.07", "0.00", "0.00", "实收净额(元)"), ("-1.07", "2.00", "144.93", "实收净额(元)"),
])
func `a summary of other money is refused`(fee: String, share: String, net: String, column: String) throws {
    let zip = Packing.zip([
        .init(name: name, bytes: SpecSample.alipay.bytes),
        .init(name: [0x61], bytes: summary(fee: fee, share: share, net: net)),
    ])
    let refused = try #require(problem { try alipay(zip) })
    #expect(refused.code == .billTotalMismatch && refused.place.column == column)
}

@Test func `rows of an unknown kind narrow the summary's check and do not end it`() throws {
    let unknown = AlipayText.payment(3, ["业务类型": "其它"])
    var text = SpecSample.alipay
    text.rows.append(unknown)
    func bill(_ control: [UInt8], details: Int = 1) throws -> Decoded {
        let parts = (0..<details).map { number in
            // Parts that differ only in the export's time.
            var part = text
            part.title += String(repeating: " ", count: number)
            return Packing.Member(name: [0x62, 0x30 + UInt8(number)], bytes: part.bytes)
        }
        return try alipay(Packing.zip(parts + [.init(name: [0x61], bytes: control)]))
    }
    for (payments, refunds) in [(2, 1), (3, 1), (2, 2)] {
        #expect(try bill(alipaySummary(payments: payments, refunds: refunds)).entries.count == 4)
    }
    for (payments, refunds) in [(1, 1), (4, 1), (3, 2), (2, 3), (2, 0)] {
        let refused = problem { try bill(alipaySummary(payments: payments, refunds: refunds)) }
        #expect(refused?.code == .billTotalMismatch, "\(payments) and \(refunds)")
    }
    // The unknown row's 88.00 and fee of 0.53 are in the money or not.
    #expect(try bill(summary()).entries.count == 4)
    #expect(try bill(summary(fee: "-1.60", net: "234.40")).entries.count == 4)
    #expect(problem { try bill(summary(fee: "-1.61", net: "234.40")) }?.code == .billTotalMismatch)
    #expect(problem { try bill(summary(fee: "-1.60", net: "265.00")) }?.code == .billTotalMismatch)
    // The whole detail twice.
    #expect(problem { try bill(alipaySummary(payments: 2, refunds: 1), details: 2) }?.code == .billTotalMismatch)
}

@Test func `one detail part twice is refused without a summary, too`() throws {
    let detail = SpecSample.alipay.bytes
    let twice = Packing.zip([.init(name: [0x61], bytes: detail), .init(name: [0x62], bytes: detail)])
    let refused = try #require(problem { try alipay(twice) })
    #expect(refused.code == .billFilesIncomplete && refused.found == "one detail part twice")
    // Two without rows are nothing twice.
    let empty = AlipayText([]).bytes
    let none = Packing.zip([.init(name: [0x61], bytes: empty), .init(name: [0x62], bytes: empty)])
    #expect(try alipay(none).entries.isEmpty)
}
