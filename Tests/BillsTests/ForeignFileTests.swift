import Testing
import Vocabulary

@testable import Bills

/// What people bring in place of a bill, and what they are told.
struct Brought: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: ProblemCode
    /// In what is said to be found.
    let words: String
    let bytes: [UInt8]
    /// Accounts that it may be brought for.
    var channels: [Channel] = [.wechatpay, .alipay]
}

private func utf16(_ text: String, isBig: Bool = false, mark: Bool = true) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return isBig ? [high, low] : [low, high]
    }
}
private let wechatBill = String(decoding: SpecSample.wechat.bytes.dropFirst(3), as: UTF8.self)
private let personalWeChat = """
    微信支付账单明细,,,,,,,,
    微信昵称：[试],,,,,,,,
    起始时间：[2026-11-10 00:00:00] 终止时间：[2026-11-11 00:00:00],,,,,,,,
    交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号
    2026-11-10 09:00:00,商户消费,试店,杯,支出,¥12.00,零钱,支付成功,1
    """
private let personalAlipay = """
    ------------------------------------------------------------------------------------
    导出信息：
    姓名：试
    支付宝账户：13800138000
    共1笔记录
    ------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
    交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,
    """
private func office(_ names: [String]) -> [UInt8] {
    Packing.zip(names.map { .init(name: Array($0.utf8), bytes: Array("<x/>".utf8)) })
}

private let brought: [Brought] = [
    .init(testDescription: "UTF-16", code: .billResaved, words: "UTF-16", bytes: utf16(wechatBill)),
    .init(
        testDescription: "UTF-16, high bytes first", code: .billResaved, words: "UTF-16",
        bytes: utf16(wechatBill, isBig: true)),
    .init(
        testDescription: "UTF-16 of Alipay", code: .billResaved, words: "UTF-16", bytes: utf16(SpecSample.alipay.text)),
    .init(
        testDescription: "UTF-16 without a mark", code: .billResaved, words: "UTF-16",
        bytes: utf16("#,#,#,#,#", mark: false)),
    .init(
        testDescription: "gzip in gzip", code: .billNotABill, words: "gzip",
        bytes: Packing.gzip(Packing.gzip(SpecSample.wechat.bytes))),
    .init(
        testDescription: "gzip in a ZIP", code: .billNotABill, words: "gzip",
        bytes: Packing.zip([.init(name: [0x61], bytes: Packing.gzip(SpecSample.wechat.bytes))])),
    .init(
        testDescription: "a ZIP in a ZIP", code: .billNotABill, words: "ZIP",
        bytes: Packing.zip([
            .init(name: [0x61], bytes: Packing.zip([.init(name: [0x61], bytes: SpecSample.alipay.bytes)]))
        ])),
    .init(
        testDescription: "a person's WeChat statement", code: .billOtherProduct, words: "a person's own statement",
        bytes: Array(personalWeChat.utf8)),
    .init(
        testDescription: "the same with a mark", code: .billOtherProduct, words: "a person's own statement",
        bytes: [0xEF, 0xBB, 0xBF] + Array(personalWeChat.utf8)),
    .init(
        testDescription: "the same in GBK", code: .billOtherProduct, words: "a person's own statement",
        bytes: gb18030(personalWeChat.replacing("¥", with: ""))),
    .init(
        testDescription: "a person's Alipay statement", code: .billOtherProduct, words: "a person's own statement",
        bytes: gb18030(personalAlipay)),
    .init(
        testDescription: "an xlsx", code: .billOtherProduct, words: "xlsx",
        bytes: office(["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])),
    .init(
        testDescription: "a docx", code: .billNotABill, words: "office program",
        bytes: office(["[Content_Types].xml", "word/document.xml"])),
    .init(
        testDescription: "an xls", code: .billOtherProduct, words: "xls",
        bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 500)),
    .init(
        testDescription: "an XML workbook", code: .billOtherProduct, words: "workbook",
        bytes: Array("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook>".utf8)),
    .init(
        testDescription: "a PDF", code: .billNotABill, words: "PDF",
        bytes: Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0x0A]),
    .init(testDescription: "a RAR archive", code: .billNotABill, words: "RAR", bytes: Array("Rar!\u{1A}\u{07}".utf8)),
    .init(testDescription: "a page", code: .billNotABill, words: "page", bytes: Array("<!DOCTYPE html><html>".utf8)),
    .init(
        testDescription: "a ZIP with a password", code: .billArchiveUnsafe, words: "encrypted",
        bytes: Packing.zip([.init(name: [0x61], bytes: SpecSample.alipay.bytes, isEncrypted: true)])),
    .init(
        testDescription: "a bill without its backquotes", code: .billResaved, words: "backquotes",
        bytes: Array(wechatBill.filter { $0 != "`" }.utf8), channels: [.wechatpay]),
    .init(
        testDescription: "totals without backquotes", code: .billResaved, words: "backquotes",
        bytes: Array(wechatBill.replacing("`3,`188", with: "3,188").utf8), channels: [.wechatpay]),
    .init(
        testDescription: "tabs", code: .billResaved, words: "tabs",
        bytes: Array(wechatBill.replacing(",", with: "\t").utf8), channels: [.wechatpay]),
    .init(
        testDescription: "semicolons", code: .billResaved, words: "semicolons",
        bytes: Array(wechatBill.replacing(",", with: ";").utf8), channels: [.wechatpay]),
    .init(
        testDescription: "WeChat Pay's bill for Alipay", code: .billOtherProduct, words: "WeChat Pay",
        bytes: SpecSample.wechat.bytes, channels: [.alipay]),
    .init(
        testDescription: "Alipay's ZIP for WeChat Pay", code: .billOtherProduct, words: "Alipay",
        bytes: Packing.zip([
            .init(name: [0x61], bytes: SpecSample.alipay.bytes),
            .init(name: [0x62], bytes: alipaySummary(payments: 2, refunds: 1)),
        ]), channels: [.wechatpay]),
    .init(
        testDescription: "the fund-flow bill", code: .billOtherProduct, words: "fund-flow",
        bytes: Array("\u{FEFF}记账时间,微信支付业务单号,资金流水单号,业务名称\r\n".utf8)),
    .init(
        testDescription: "the profit-sharing bill", code: .billOtherProduct, words: "profit-sharing",
        bytes: Array("分账时间,分账发起方,分账方,微信订单号,商户订单号\r\n".utf8)),
    .init(
        testDescription: "recharge refunds", code: .billOtherProduct, words: "recharge",
        bytes: Array("交易时间,商户号,微信订单号,商户订单号,退款申请时间,返还手续费\r\n".utf8), channels: [.wechatpay]),
    .init(
        testDescription: "movements of Alipay", code: .billOtherProduct, words: "balance movements",
        bytes: gb18030("#支付宝账务明细查询\r\n#账号：[20880000000000010156]\r\n")),
    .init(
        testDescription: "another bill of Alipay", code: .billOtherProduct, words: "Alipay",
        bytes: gb18030("#支付宝营销明细查询\r\n#账号：[20880000000000010156]\r\n")),
]

@Test(arguments: brought)
func `a file that is no bill is refused as what it is`(file: Brought) throws {
    for channel in file.channels {
        let account = channel == .wechatpay ? Sample.wechat : Sample.alipay
        for bytes in [
            file.bytes,
            file.bytes.starts(with: [0x1F]) || file.bytes.starts(with: [0x50]) ? file.bytes : Packing.gzip(file.bytes),
        ] {
            let refused = try #require(problem { try decode([bytes], of: account) }, "\(file.testDescription)")
            #expect(refused.code == file.code, "\(channel): \(refused)")
            #expect(refused.found?.contains(file.words) == true, "\(channel): \(refused)")
            #expect(refused.hint.hasSuffix(".") && !refused.hint.contains("raise the limit"), "\(refused)")
            #expect(refused.code == .billNotABill || !refused.hint.contains("link"), "\(refused)")
            // Nothing of the person who brought it.
            #expect(!refused.description.contains("13800138000") && !refused.description.contains("试"))
        }
    }
}

@Test func `the name of a file is shown bounded and printable`() {
    #expect(Shown.fileName("/a/b/账单.csv") == "账单.csv")
    #expect(Shown.fileName("/a/\u{1B}[31mred\u{7}\u{202E}.csv") == "?[31mred??.csv")
    let long = Shown.fileName("/a/" + String(repeating: "长", count: 5000))
    #expect(long.count == 81 && long.hasSuffix("…"))
}
