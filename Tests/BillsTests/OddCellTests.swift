import Testing
import Vocabulary

@testable import Bills

/// One odd cell or row does not block a day, and is never guessed (Contract 3.2).
private func payment(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
    WeChatPayText.payment(number, changes)
}
private func legacy(_ rows: [[String: String]]) -> WeChatPayText {
    var text = WeChatPayText(rows)
    (text.columns, text.summaryColumns) = (WeChatPayText.legacy, WeChatPayText.legacySummary)
    return text
}

@Test func `a number in another exact notation is read exactly`() throws {
    var text = legacy([payment(1, ["手续费": "6e-05", "总金额": "1.2E1"])])
    text.totals = ["手续费总金额": "0.00006", "总交易额": "12.00"]
    let decoded = try wechat(text.bytes)
    #expect(decoded.entries[0].feeE5 == 6 && decoded.entries[0].amountFen == 1200)
    var total = WeChatPayText([payment(1, ["手续费": "0.00006"])])
    total.totals = ["手续费总金额": "6e-05", "订单总金额": "8.8E1"]
    #expect(try wechat(total.bytes).summary.payments.feesE5 == 6)
    var alipayText = AlipayText([AlipayText.payment(1, ["服务费（元）": "-6e-05", "订单金额（元）": "8.8e1", "商家实收（元）": "8800E-2"])])
    alipayText.totals["交易合计"] = "#交易合计：1笔，商家实收共88.00元，商家优惠共0.00元"
    let entry = try alipay(alipayText.bytes).entries[0]
    #expect(entry.feeE5 == 6 && entry.amountFen == 8800 && entry.settledFen == 8800)
}

@Test(arguments: ["", "x", "1.005", "-", "12.00元"])
func `a cell of a column that is not used is not judged`(text: String) throws {
    for column in ["代金券金额", "费率", "设备号", "充值券退款金额", "退款类型"] {
        var bill = WeChatPayText([payment(1), WeChatPayText.refund(2, [column: text])])
        bill.totals["充值券退款总金额"] = "0.00"
        #expect(try wechat(bill.bytes).entries.count == 2, "\(column)")
    }
    for column in ["企业红包金额", "企业红包退款金额"] {
        var bill = legacy([payment(1), WeChatPayText.refund(2, [column: text])])
        bill.totals["总企业红包退款金额"] = "0.00"
        #expect(try wechat(bill.bytes).entries.count == 2, "\(column)")
    }
    for column in [
        "支付宝红包（元）", "集分宝（元）", "支付宝优惠（元）", "券核销金额（元）", "商家红包消费金额（元）", "卡消费金额（元）", "分润（元）", "创建时间",
    ] {
        #expect(try alipay(AlipayText([AlipayText.payment(1, [column: text])]).bytes).entries.count == 1, "\(column)")
    }
}

@Test func `a total over a column that is not used is compared where the column can be read`() throws {
    func bill(_ cell: String, total: String) -> [UInt8] {
        var text = WeChatPayText([
            WeChatPayText.refund(1, ["充值券退款金额": "2.00"]), WeChatPayText.refund(2, ["充值券退款金额": cell]),
        ])
        text.totals["充值券退款总金额"] = total
        return text.bytes
    }
    #expect(try wechat(bill("3.00", total: "5.00")).entries.count == 2)
    #expect(problem { try wechat(bill("3.00", total: "5.01")) }?.place.column == "充值券退款总金额")
    // Not provable: not compared.
    #expect(try wechat(bill("", total: "5.00")).entries.count == 2)
    #expect(try wechat(bill("3.00", total: "")).entries.count == 2)
    // The other totals stay.
    var text = WeChatPayText([WeChatPayText.refund(1, ["充值券退款金额": ""])])
    text.totals = ["充值券退款总金额": "0.00", "退款总金额": "30.01"]
    #expect(problem { try wechat(text.bytes) }?.place.column == "退款总金额")
}

@Test func `an empty amount that a row's kind does not have is proven by its total`() throws {
    func bill(_ column: String, of row: [String: String], totals: [String: String]) -> [UInt8] {
        var text = WeChatPayText([row.merging([column: ""]) { $1 }, payment(2), WeChatPayText.refund(3)])
        text.totals = totals
        return text.bytes
    }
    for column in ["退款金额", "申请退款金额"] {
        let totals = ["退款总金额": "30.00", "申请退款总金额": "30.00"]
        #expect(try wechat(bill(column, of: payment(1), totals: totals)).entries.count == 3)
        let wrong = totals.merging([column == "退款金额" ? "退款总金额" : "申请退款总金额": "31.00"]) { $1 }
        #expect(problem { try wechat(bill(column, of: payment(1), totals: wrong)) }?.code == .billTotalMismatch)
        #expect(problem { try wechat(bill(column, of: WeChatPayText.refund(1), totals: [:])) }?.code == .billBadAmount)
    }
    for column in ["订单金额", "应结订单金额"] {
        let totals = ["订单总金额": "88.00", "应结订单总金额": "88.00"]
        #expect(try wechat(bill(column, of: WeChatPayText.refund(1), totals: totals)).entries.count == 3)
        #expect(problem { try wechat(bill(column, of: payment(1), totals: [:])) }?.code == .billBadAmount)
    }
}

@Test func `a row within a day of the bill's day is an entry of it`() throws {
    for time in ["2026-11-22 00:00:02", "2026-11-22 23:59:59", "2026-11-20 00:00:00", "2026-11-20 23:59:58"] {
        let row = WeChatPayText.refund(2, ["交易时间": time])
        #expect(try wechat(WeChatPayText([payment(1), row]).bytes).entries[1].occurredAt == time)
        #expect(try wechat(legacy([payment(1), row]).bytes).entries[1].occurredAt == time)
        let alipayRows = [AlipayText.payment(1), AlipayText.refund(2, ["完成时间": time])]
        #expect(try alipay(AlipayText(alipayRows).bytes).entries[1].occurredAt == time)
        let reversed = WeChatPayText.refund(2, ["交易状态": "REVOKED", "交易时间": time])
        #expect(try wechat(WeChatPayText([payment(1), reversed]).bytes).entries[1].occurredAt == time)
    }
    // Of an unknown kind a row may bear the time of any earlier payment.
    let old = AlipayText.payment(2, ["业务类型": "冻结", "完成时间": "2026-10-01 08:00:00"])
    #expect(try alipay(AlipayText([AlipayText.payment(1), old]).bytes).entries[1].occurredAt == "2026-10-01 08:00:00")
}

@Test func `each file of a pair is of the day by itself`() throws {
    var success = WeChatPayText((1...5).map { payment($0) })
    (success.columns, success.summaryColumns) = (WeChatPayText.success, WeChatPayText.successSummary)
    func refunds(_ times: [String]) -> [UInt8] {
        var text = WeChatPayText(times.enumerated().map { WeChatPayText.refund($0 + 6, ["退款申请时间": $1]) })
        text.columns = WeChatPayText.refund
        return text.bytes
    }
    #expect(try wechat(success.bytes, refunds(["2026-11-21 10:00:00", "2026-11-22 00:00:02"])).entries.count == 7)
    // The next day's REFUND file has fewer rows than the SUCCESS file, and is not of this day for that.
    #expect(problem { try wechat(success.bytes, refunds(["2026-11-22 10:00:00"])) }?.code == .billWrongDay)
}

@Test func `a provider's row in the sub-merchant's own bill is the sub-merchant's`() throws {
    for column in ["特约商户号", "子商户号"] {
        let row = payment(2, ["商户号": "1600777001", column: "1900999001"])
        let text = column == "特约商户号" ? WeChatPayText([payment(1), row]) : legacy([payment(1), row])
        #expect(try wechat(text.bytes).entries.count == 2)
        let stranger = payment(2, ["商户号": "1600777001", column: "1900999002"])
        let other = column == "特约商户号" ? WeChatPayText([payment(1), stranger]) : legacy([payment(1), stranger])
        let refused = try #require(problem { try wechat(other.bytes) })
        #expect(refused.code == .billWrongAccount && refused.found == "1600777001" && refused.place.line == 3)
    }
}

@Test(arguments: [
    ("wxzff|2000000000000000000001|SCORE-77", "SCORE-77"), ("wxzff|2000000000000000000001|A|B", "A|B"),
    ("wxzff|SERVICE|SCORE-78", "SCORE-78"), ("wxzff|SERVICE|x|SCORE-79", "SCORE-79"),
    // Of another form: the row's own number stays.
    ("", "SHOP-20261121-0001"), ("wxzff", "SHOP-20261121-0001"), ("wxzff|200", "SHOP-20261121-0001"),
    ("xwxzff|200|SCORE-77", "SHOP-20261121-0001"), ("WXZFF|200|SCORE-77", "SHOP-20261121-0001"),
])
func `a pay-score row bears the shop's number in its data package`(package: String, number: String) throws {
    for text in [
        WeChatPayText([payment(1, ["交易类型": "AUTH", "商户数据包": package])]),
        legacy([payment(1, ["交易类型": "AUTH", "商户数据包": package])]),
    ] { #expect(try wechat(text.bytes).entries[0].paymentNo == number) }
    let refund = WeChatPayText.refund(1, ["交易类型": "AUTH", "商户数据包": package, "商户退款单号": "0"])
    let entry = try wechat(WeChatPayText([refund]).bytes).entries[0]
    #expect(entry.paymentNo == number && entry.refundNo == number)
    // Only there.
    let other = payment(1, ["交易类型": "JSAPI", "商户数据包": package])
    #expect(try wechat(WeChatPayText([other]).bytes).entries[0].paymentNo == "SHOP-20261121-0001")
}

@Test func `a pay-score number that is none is refused and not shown`() throws {
    for package in [
        "wxzff|200|", "wxzff|200|订单", "wxzff|200|2.02E+27", "wxzff|200|" + String(repeating: "1", count: 129),
    ] {
        let refused = try #require(
            problem { try wechat(WeChatPayText([payment(1, ["交易类型": "AUTH", "商户数据包": package])]).bytes) })
        #expect(refused.place.column == "商户数据包")
        #expect(!refused.summary.contains("wxzff") && !refused.summary.contains("订单"))
    }
}

@Test func `where separators stand in the texts, a pay-score number is certain or refused`() throws {
    func row(_ goods: String, _ package: String) -> [UInt8] {
        WeChatPayText([payment(1, ["交易类型": "AUTH", "商品名称": goods, "商户数据包": package])]).bytes
    }
    for (goods, package) in [
        ("杯,`大", "wxzff|200|SCORE-77"), ("杯,`wxzff|1|EVIL", "x"), ("杯", "wxzff|200|SCORE,`77"), ("杯,`wxzff|1|EVIL", ""),
    ] { #expect(problem { try wechat(row(goods, package)) }?.code == .billCellsSurplus, "\(goods) \(package)") }
    // No cell there begins like one.
    #expect(try wechat(row("杯,`大", "x")).entries[0].paymentNo == "SHOP-20261121-0001")
    // A comma alone, or a line break, separates nothing.
    #expect(try wechat(row("杯,大\n件", "wxzff|200|SCORE-77")).entries[0].paymentNo == "SCORE-77")
    // Of another trade type the cell is not used.
    let plain = payment(1, ["商品名称": "杯,`wxzff|1|EVIL", "商户数据包": "x"])
    #expect(try wechat(WeChatPayText([plain]).bytes).entries[0].paymentNo == "SHOP-20261121-0001")
}

@Test(arguments: [
    ("SETTLED", "SETTLED"), ("冲正", "冲正"), ("预授权解冻退款", "预授权解冻退款"), ("", ""), ("CLOSED_BY_USER", "CLOSED_BY_USER"),
    ("oExampleOpenId000000000001", "other text"), ("13800138000", "other text"), ("138****5678", "other text"),
    ("a@example.com", "other text"), ("oAbCdEfGhIjKlMnOpQrStUvWxYzA", "other text"), ("茶叶 两罐装", "other text"),
    ("有机茶叶两罐装礼盒大", "other text"), ("é", "other text"), ("张三1", "other text"), ("A B", "other text"),
])
func `an unknown state is stored only where it looks like one, and counted in any case`(
    text: String, stored: String
) throws {
    let bill = try wechat(WeChatPayText([payment(1, ["交易状态": text]), WeChatPayText.refund(2, ["退款状态": text])]).bytes)
    #expect(bill.entries.map(\.state) == [stored, stored])
    #expect(bill.entries.map(\.isClassified) == [false, false])
    var utf8 = AlipayText([AlipayText.payment(1, ["业务类型": text]), AlipayText.refund(2, ["业务类型": text])])
    for _ in 0..<2 {
        let entries = try alipay(utf8.bytes).entries
        #expect(entries.map(\.state) == [stored, stored] && entries.map(\.isClassified) == [false, false])
        utf8.isUTF8 = true
    }
}

@Test func `a state that is no text or has no end is other text`() throws {
    let marked = AlipayText([AlipayText.payment(1, ["业务类型": "QQ"])]).bytes
    #expect(try alipay(marked.map { $0 == 0x51 ? 0xFF : $0 }).entries[0].state == "other text")
    let long = String(repeating: "A", count: 5000)
    #expect(try wechat(WeChatPayText([payment(1, ["交易状态": long])]).bytes).entries[0].state == "other text")
    #expect(try alipay(AlipayText([AlipayText.payment(1, ["业务类型": long])]).bytes).entries[0].state == "other text")
}
