import Testing
import Vocabulary

@testable import Bills

private func payment(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
    AlipayText.payment(number, changes)
}
private func refund(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
    AlipayText.refund(number, changes)
}

private let detailName = gb18030("20880000000000010156_20261121_业务明细.csv")
private let summaryName = gb18030("20880000000000010156_20261121_业务明细(汇总).csv")

/// A summary that counts this many rows.
func alipaySummary(payments: Int, refunds: Int) -> [UInt8] {
    let counts = "\(payments),\(refunds),0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00"
    return gb18030(
        """
        #支付宝业务汇总查询
        #账号：[20880000000000010156]
        #起始日期：[2026年11月21日 00:00:00]   终止日期：[2026年11月22日 00:00:00]
        #------业务汇总列表------
        门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）
        \t,\t,\(counts)
        合计\t,\t,\(counts)
        #------业务汇总列表结束------

        """.replacing("\n", with: "\r\n"))
}

@Test func `details and summary are told apart in any order, under GBK names with either flag`() throws {
    let expected = try alipay(SpecSample.alipay.bytes).entries
    let detail = Packing.Member(name: detailName, bytes: SpecSample.alipay.bytes)
    let summary = Packing.Member(name: summaryName, bytes: alipaySummary(payments: 2, refunds: 1), isUTF8Flagged: true)
    #expect(try alipay(Packing.zip([detail, summary])).entries == expected)
    #expect(try alipay(Packing.zip([summary, detail])).entries == expected)
    #expect(try alipay(Packing.zip([detail])).entries == expected)
}

@Test func `several detail parts add up, and their lines count on`() throws {
    let first = AlipayText([payment(1), refund(1)]).bytes
    let second = AlipayText([payment(2), refund(2)]).bytes
    let decoded = try alipay(
        Packing.zip([
            .init(name: detailName, bytes: first),
            .init(name: summaryName, bytes: alipaySummary(payments: 2, refunds: 2)),
            .init(name: gb18030("业务明细_2.csv"), bytes: second),
        ]))
    #expect(decoded.entries.map(\.line) == [6, 7, 17, 18])
    #expect(decoded.summary.payments.channelTotalFen == 17600 && decoded.summary.refunds.channelTotalFen == 6000)
}

@Test func `a GBK name whose character ends in a backslash's byte is no path`() throws {
    // 0x5C is the second byte of 誠 (D55C), 0x7C of others.
    #expect(gb18030("誠") == [0xD5, 0x5C])
    #expect(try alipay(Packing.zip([.init(name: gb18030("誠.csv"), bytes: SpecSample.alipay.bytes)])).entries.count == 3)
}

@Test func `UTF-8 is accepted with a byte-order mark`() throws {
    var text = SpecSample.alipay
    text.isUTF8 = true
    #expect(try alipay(text.bytes).entries == alipay(SpecSample.alipay.bytes).entries)
}

@Test func `columns are found by name with either parentheses, in any order, under the short name`() throws {
    let expected = try alipay(SpecSample.alipay.bytes).entries
    var ascii = SpecSample.alipay
    let source = String(decoding: ascii.text.utf8, as: UTF8.self)
    let changed = source.replacing("（", with: "(").replacing("）", with: ")").replacing("退款批次号/请求号", with: "退款批次号")
    #expect(try alipay(gb18030(changed)).entries == expected)
    ascii.columns = ascii.columns.reversed() + ["新列"]
    #expect(try alipay(ascii.bytes).entries == expected)
}

@Test func `a refund's amounts have either sign`() throws {
    let positive = ["订单金额（元）": "30.00", "商家实收（元）": "30.00"]
    let decoded = try alipay(AlipayText([refund(1, positive), refund(2, positive)]).bytes)
    #expect(decoded.entries.map(\.amountFen) == [3000, 3000] && decoded.entries.map(\.settledFen) == [-3000, -3000])
    #expect(decoded.summary.refunds.channelTotalFen == 6000)
}

@Test func `a refund without a number has the payment's`() throws {
    #expect(try alipay(AlipayText([refund(1, ["退款批次号/请求号": ""])]).bytes).entries[0].refundNo == "SHOP-20261121-A001")
}

@Test func `what stands between amounts and the bill's totals is told per type`() throws {
    let decoded = try alipay(
        AlipayText([
            payment(1, ["订单金额（元）": "100.00", "商家实收（元）": "90.00", "商家优惠（元）": "8.00"]),
            refund(1, ["订单金额（元）": "-30.00", "商家实收（元）": "-31.00", "商家优惠（元）": "-1.50"]), payment(2),
        ]).bytes)
    #expect(decoded.entries.map(\.otherPaymentFen) == [-200, 0, 0])
    #expect(decoded.entries.map(\.otherRefundFen) == [0, 250, 0])
    for totals in [decoded.summary.payments, decoded.summary.refunds] {
        #expect(totals.amountFen + totals.otherDiscountsFen == totals.channelTotalFen)
    }
    #expect(decoded.summary.payments.channelTotalFen == 18600 && decoded.summary.refunds.channelTotalFen == 3250)
}

@Test func `rows of an unknown kind are outside the trailer and inside the channel's total`() throws {
    let decoded = try alipay(
        AlipayText([
            payment(1, ["业务类型": "其它"]), refund(2, ["业务类型": "冻结"]), payment(3), refund(4), payment(5, ["业务类型": ""]),
        ]).bytes)
    #expect(decoded.entries.map(\.isClassified) == [false, false, true, true, false])
    #expect(decoded.entries.map(\.type) == [.payment, .refund, .payment, .refund, .payment])
    #expect(decoded.entries.map(\.state) == ["其它", "冻结", "交易", "退款", ""])
    #expect(decoded.entries.map(\.amountFen) == [8800, 3000, 8800, 3000, 8800])
    #expect(decoded.entries[1].refundNo == "RF-A-0002")
    for totals in [decoded.summary.payments, decoded.summary.refunds] {
        #expect(totals.amountFen == totals.channelTotalFen && totals.otherDiscountsFen == 0)
    }
}

@Test func `totals may be grouped, and a refund's have either sign`() throws {
    var text = AlipayText([payment(1, ["订单金额（元）": "1234567.89", "商家实收（元）": "1234567.89"]), refund(1)])
    text.totals = ["交易合计": "#交易合计：1笔，商家实收共1,234,567.89元，商家优惠共0.00元,,,", "退款合计": "#退款合计：1笔，商家实收退款共30.00元，商家优惠退款共-0.00元"]
    #expect(try alipay(text.bytes).summary.payments.channelTotalFen == 123_456_789)
}

@Test func `a zero day's file has headers and zero totals`() throws {
    let decoded = try alipay(Packing.zip([.init(name: detailName, bytes: AlipayText([]).bytes)]))
    #expect(decoded.entries.isEmpty && decoded.summary.rows == 0)
}

@Test func `a returned fee is negative`() throws {
    #expect(try alipay(AlipayText([refund(1, ["服务费（元）": "0.18"])]).bytes).entries[0].feeE5 == -18000)
}

@Test(arguments: ["商品名称", "门店名称", "券名称", "备注"])
func `commas in a text leave the columns where they are, and the row is flagged`(column: String) throws {
    for text in ["a,b", ",", "1,2,3", "2026-11-21 00:00:00,x", "满100,减10", ",,,,,,,,,"] {
        // Amounts behind a coupon's name that nobody needs may be empty: these could be some of them.
        if column == "券名称", text == ",,,,,,,,," {
            #expect(problem { try alipay(AlipayText([payment(1, [column: text])]).bytes) }?.code == .billCellsSurplus)
            continue
        }
        let rows = [payment(1, [column: text]), refund(2, [column: text]), payment(3)]
        let plain = try alipay(AlipayText([payment(1), refund(2), payment(3)]).bytes)
        let decoded = try alipay(AlipayText(rows).bytes)
        #expect(decoded.entries == plain.entries, "\(text)")
        #expect(decoded.summary.flaggedRows == 2)
    }
}

@Test func `a row that can be read in two ways is refused`() throws {
    // The coupon's name could end before or behind the first 1.00, and the refund's number be either 7.
    let row = payment(1, ["券名称": "x,1.00", "卡消费金额（元）": "7", "退款批次号/请求号": "7", "服务费（元）": "0.00", "备注": "5.00,z"])
    #expect(problem { try alipay(AlipayText([row]).bytes) }?.code == .billCellsSurplus)
}
