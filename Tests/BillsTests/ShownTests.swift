import Testing
import Vocabulary

@testable import Bills

/// Nothing of a cell goes out unless its column is never personal and the text has that column's shape.
private func shown(_ text: String, _ show: (Cell) -> String) -> Bool { SlowCell.with(Array(text.utf8), show) == text }

@Test func `only what has its column's shape is shown`() {
    for text in ["1.005", "-1.00", "0.123456", "6e-09", "12345678.123", "1.5E-7"] {
        #expect(shown(text, Shown.amount), "\(text)")
    }
    for text in [
        "13800138000", "138****5678", "138 0013 8000", "138-0013-8000", "13800138000.00", "1.3800138E10", "021.1234567",
        "12345678", "110101199003074514", "+86.138", "1.2.3", "**", "--1", "", "1.", ".5", "1e14", "1.38001380001",
        "a.5", "1,5", "021.123",
    ] { #expect(!shown(text, Shown.amount), "\(text)") }
    for text in ["3", "3.0", "12345678"] { #expect(shown(text, Shown.count)) }
    for text in ["13800138000", "138001380", "3.000", "3 ", "x"] { #expect(!shown(text, Shown.count), "\(text)") }
    for text in ["2026-11-21 08:15", "2026/11/21 8:15:02", "2026-11-21", "1999/1/2"] {
        #expect(shown(text, Shown.time))
    }
    for text in [
        "13800138000", "138-0013-8000", "2013800138000", "2026-11", "2026-11-21 x", "20261121", "1380-01-38",
        "2026-111-21",
    ] { #expect(!shown(text, Shown.time), "\(text)") }
    for text in ["1900999002", "12345678"] { #expect(shown(text, Shown.merchantNumber)) }
    for text in ["13800138000", "1234567", "138****567", "190099900x"] { #expect(!shown(text, Shown.merchantNumber)) }
    #expect(shown("20880000000000020156", Shown.partnerNumber))
    for text in ["13800138000", "2088000000000002", "a@example.com"] { #expect(!shown(text, Shown.partnerNumber)) }
    for text in ["2.02E+27", "4e+27", "4.2E+27"] { #expect(shown(text, Shown.rounded)) }
    for text in ["1.3800138E+10", "1.38E+10", "1.1E+17", "1.3800138000E+27"] { #expect(!shown(text, Shown.rounded)) }
    #expect(Shown.yuan(1_380_013_800_000) == "an amount of 11 digits" && Shown.yuan(.min) == "an amount of 17 digits")
    #expect(Shown.yuan(e5: .min) == "an amount of 14 digits" && Shown.yuan(e5: -18000) == "-0.18000")
    #expect(Shown.yuan(99_999_999_999) == "999999999.99" && Shown.rows(13_800_138_000) == "a number of 11 digits")
}

private let personal = [
    "138****5678", "13800138000", "138 0013 8000", "138-0013-8000", "86-13800138000", "02112345678",
    "oEx4mpl3Op7nId8a9b1c2d5e6f7",
    "**明(138******00)", "a***@example.com", "110101199003074514", "1.3800138E+10", "13800138000.00", "有机茶叶",
]

/// The longest run of the text that a message could give away.
private func leaks(_ problem: Problem, _ text: String) -> Bool {
    let digits = text.filter(\.isWholeNumber)
    let said = problem.description
    return said.contains(text) || (digits.count >= 7 && said.filter(\.isWholeNumber).contains(digits))
}

@Test(arguments: personal)
func `a cell that was shifted into another column is never repeated`(text: String) throws {
    for column in WeChatPayText.all {
        let row = WeChatPayText.payment(2, [column: text])
        var bill = WeChatPayText([WeChatPayText.payment(1)])
        // The totals are those of the row as it should be.
        let right = WeChatPayText([WeChatPayText.payment(1), WeChatPayText.payment(2)])
        bill.rows.append(row)
        bill.totals = [
            "应结订单总金额": "176.00", "退款总金额": "0.00", "充值券退款总金额": "0.00", "手续费总金额": "1.06000", "订单总金额": "176.00",
            "申请退款总金额": "0.00",
        ]
        #expect(try wechat(right.bytes).entries.count == 2)
        if let refused = problem({ try wechat(bill.bytes) }) { #expect(!leaks(refused, text), "\(column): \(refused)") }
        var legacy = bill
        (legacy.columns, legacy.summaryColumns) = (WeChatPayText.legacy, WeChatPayText.legacySummary)
        legacy.totals = ["总交易额": "176.00", "总退款金额": "0.00", "总企业红包退款金额": "0.00", "手续费总金额": "1.06000"]
        if let refused = problem({ try wechat(legacy.bytes) }) {
            #expect(!leaks(refused, text), "\(column): \(refused)")
        }
    }
    for column in WeChatPayText.summary {
        var bill = WeChatPayText([WeChatPayText.payment(1)])
        bill.totals[column] = text
        if let refused = problem({ try wechat(bill.bytes) }) { #expect(!leaks(refused, text), "\(column): \(refused)") }
    }
    for column in AlipayText.columns {
        var bill = AlipayText([AlipayText.payment(1, [column: text])])
        bill.totals["交易合计"] = "#交易合计：1笔，商家实收共88.00元，商家优惠共0.00元"
        if let refused = problem({ try alipay(bill.bytes) }) { #expect(!leaks(refused, text), "\(column): \(refused)") }
    }
    for line in ["#交易合计：\(text)笔，商家实收共88.00元，商家优惠共0.00元", "#交易合计：1笔，商家实收共\(text)元，商家优惠共0.00元"] {
        var bill = AlipayText([AlipayText.payment(1)])
        bill.totals["交易合计"] = line
        if let refused = problem({ try alipay(bill.bytes) }) { #expect(!leaks(refused, text), "\(refused)") }
    }
    for change in [\AlipayText.account, \AlipayText.start, \AlipayText.end] {
        var bill = AlipayText([AlipayText.payment(1)])
        bill[keyPath: change] = text
        if let refused = problem({ try alipay(bill.bytes) }) { #expect(!leaks(refused, text), "\(refused)") }
    }
    let control = String(decoding: GB18030.utf8(alipaySummary(payments: 1, refunds: 0)) ?? [], as: UTF8.self)
    for place in ["合计\t,\t,1,0,0.00", "合计\t,\t,1,0"] {
        let cells = place.split(separator: ",").dropLast().joined(separator: ",")
        let zip = Packing.zip([
            .init(name: [0x61], bytes: AlipayText([AlipayText.payment(1)]).bytes),
            .init(name: [0x62], bytes: gb18030(control.replacing(place, with: "\(cells),\(text)"))),
        ])
        if let refused = problem({ try alipay(zip) }) { #expect(!leaks(refused, text), "\(refused)") }
    }
}

@Test func `a masked payer account that a comma shifted under an amount is not shown`() throws {
    // A comma in the store's name, and the last cell missing.
    var bill = AlipayText([AlipayText.payment(1, ["门店名称": "店,一", "对方账户": "138****5678"])])
    bill.columns.removeLast()
    let text = bill.text.replacing("分润（元）", with: "分润（元）,备注")
    let refused = try #require(problem { try alipay(gb18030(text)) })
    #expect(refused.place.column == "订单金额（元）" && refused.found == "11 bytes of other text")
}

@Test func `an amount over the limit is called too large, not of another form`() throws {
    let large = try #require(
        problem { try wechat(WeChatPayText([WeChatPayText.payment(1, ["订单金额": "99999999999999.99"])]).bytes) })
    #expect(
        large.what == "an amount is larger than any that is accepted" && large.expected == "at most 10000000000000.00")
    let fee = try #require(
        problem { try wechat(WeChatPayText([WeChatPayText.payment(1, ["手续费": "99999999999.00000"])]).bytes) })
    #expect(fee.what == large.what && fee.expected == "at most 10000000000.00000")
    let other = try #require(problem { try alipay(AlipayText([AlipayText.payment(1, ["订单金额（元）": "1e40"])]).bytes) })
    #expect(other.what == large.what)
}
