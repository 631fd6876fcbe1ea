import Testing
import Vocabulary

@testable import Bills

private func w(isImport: Bool = false, _ change: (inout WeChatPayFundsText) -> Void) throws -> DecodedFunds {
    var text = FundsSample.wechat
    change(&text)
    return try wechatFunds(text.bytes, isImport: isImport)
}
private func rowW(_ column: String, _ value: String) throws -> DecodedFunds {
    // Totals and balances as they were.
    try w {
        $0.rows = WeChatPayFundsText.chained($0.rows, from: $0.openingFen)
        $0.totals = ["收入笔数": "1", "收入金额": "88.00", "支出笔数": "2", "支出金额": "30.35"]
        $0.rows[1][column] = value
    }
}
private func a(_ change: (inout AlipayFundsText) -> Void) throws -> DecodedFunds {
    var text = FundsSample.alipay
    change(&text)
    return try alipayFunds(text.bytes)
}
private func rowA(_ column: String, _ value: String) throws -> DecodedFunds {
    try a {
        $0.columns = Array(AlipayFundsText.wide)
        $0.rows[1][column] = value
        $0.totals = ["支出合计": "#支出合计：2笔，共-30.53元", "收入合计": "#收入合计：1笔，共88.00元"]
    }
}
private func changedA(_ old: String, _ new: String) throws -> DecodedFunds {
    let text = FundsSample.alipay.text
    try #require(text.contains(old))
    return try alipayFunds(gb18030(text.replacing(old, with: new, maxReplacements: 1)))
}
private func zipA(_ changes: [String: [String: String]], without type: String? = nil) throws -> DecodedFunds {
    let sample = FundsSample.alipay
    return try alipayFunds(
        Packing.zip([
            .init(name: [0x61], bytes: sample.bytes),
            .init(name: [0x62], bytes: sample.summary(changes, without: type)),
        ]))
}

private let wechatForms: [Refusal<DecodedFunds>] = [
    .init(.billOtherProduct, "the trade bill", line: 1, found: "the trade bill (交易账单)") {
        try wechatFunds(SpecSample.wechat.bytes)
    },
    .init(.billOtherProduct, "Alipay's funds bill", found: "lines as Alipay writes them") {
        try wechatFunds([0xEF, 0xBB, 0xBF] + Array(FundsSample.alipay.text.utf8))
    },
    .init(.billOtherProduct, "a personal statement") {
        try wechatFunds(Array("微信支付账单明细\n交易时间,交易类型,交易对方\n".utf8))
    },
    .init(.billNotABill, "another header", line: 1) {
        try wechatFunds(Array("记账日期,微信支付业务单号,业务名称\r\n`1,`2,`3\r\n".utf8))
    },
    .init(.billNotABill, "nine columns without a header") {
        try wechatFunds(Array("`2026-11-21 08:15:03,`4200,`1010,`交易,`扣除交易手续费,`收入,`88.00,`1088.00,`\r\n".utf8))
    },
    .init(.billEmpty, "no bytes") { try wechatFunds([]) },
    .init(.billResaved, "GBK") { try wechatFunds(gb18030(WeChatPayFundsText.columns.joined(separator: ","))) },
    .init(.billResaved, "quotes in the header") { try wechatFunds(Array("\"记账时间\",\"备注\"\n".utf8)) },
    .init(.billResaved, "semicolons") { try wechatFunds(Array("记账时间;备注\n".utf8)) },
    .init(.billResaved, "no backquotes", line: 2) {
        try wechatFunds(FundsSample.wechat.bytes.filter { $0 != UInt8(ascii: "`") })
    },
    .init(.billTruncated, "no trailer") {
        let lines = String(decoding: FundsSample.wechat.bytes, as: UTF8.self).split(separator: "\r\n")
        return try wechatFunds(Array(lines.dropLast(2).joined(separator: "\r\n").utf8))
    },
    .init(.billTruncated, "a trailer of names alone") {
        let lines = String(decoding: FundsSample.wechat.bytes, as: UTF8.self).split(separator: "\r\n")
        return try wechatFunds(Array(lines.dropLast().joined(separator: "\r\n").utf8))
    },
    .init(.billTrailingText, "a row behind the trailer", line: 7) {
        try wechatFunds(FundsSample.wechat.bytes + Array("`1\r\n".utf8))
    },
    .init(.billTrailingText, "two bills in one gzip") {
        try wechatFunds(Packing.gzip(FundsSample.wechat.bytes) + Packing.gzip(FundsSample.wechat.bytes))
    },
    .init(.billColumnRepeated, "备注 twice") { try w { $0.columns.append("备注") } },
    .init(.billCellsMissing, "a short row", line: 3, found: "10") {
        let text = String(decoding: FundsSample.wechat.bytes, as: UTF8.self)
        return try wechatFunds(Array(text.replacing("`扣除交易手续费,", with: "").utf8))
    },
    .init(.billCellsSurplus, "a comma and a backquote without 备注 to hold it", line: 2) {
        try w {
            $0.columns.removeAll { $0 == "备注" }
            $0.rows[0]["资金变更提交申请人"] = "a,`b"
        }
    },
]

private let wechatColumns: [Refusal<DecodedFunds>] = [
    "记账时间", "微信支付业务单号", "资金流水单号", "业务名称", "业务类型", "收支类型", "收支金额(元)", "账户结余(元)", "业务凭证号",
].map { column in
    Refusal(.billColumnMissing, "no \(column)", line: 1, column: column) {
        try w { $0.columns.removeAll { $0 == column } }
    }
}

private let wechatTotalColumns: [Refusal<DecodedFunds>] = WeChatPayFundsText.summary.map { column in
    Refusal(.billColumnMissing, "no total \(column)", line: 5, column: column) {
        try w { $0.summaryColumns.removeAll { $0 == column } }
    }
}

private let wechatTotals: [Refusal<DecodedFunds>] = [
    ("资金流水总笔数", "4"), ("收入笔数", "2"), ("收入金额", "88.01"), ("支出笔数", "1"), ("支出金额", "30.34"), ("支出金额", "-30.35"),
].map {
    (column: String, value: String) in
    Refusal(.billTotalMismatch, "\(column) of \(value)", line: 6, column: column) {
        try w { $0.totals[column] = value }
    }
}

private let wechatCells: [Refusal<DecodedFunds>] = [
    .init(.billBadCount, "a count of 3.5", line: 6, column: "资金流水总笔数", found: "3.5") {
        try w { $0.totals["资金流水总笔数"] = "3.5" }
    },
    .init(.billBadAmount, "a sum that is none", line: 6, column: "支出金额") { try w { $0.totals["支出金额"] = "x" } },
    .init(
        .billBadAmount, "a negative expense in what the interface delivers", line: 3, column: "收支金额(元)",
        found: "-0.53"
    ) {
        try rowW("收支金额(元)", "-0.53")
    },
    .init(.billBadAmount, "one negative expense and one positive", line: 4, column: "收支金额(元)", found: "29.82") {
        try w(isImport: true) { $0.rows[1]["收支金额(元)"] = "-0.53" }
    },
    .init(.billBadAmount, "one positive expense and one negative", line: 4) {
        try w(isImport: true) { $0.rows[2]["收支金额(元)"] = "-29.82" }
    },
    .init(.billBadAmount, "a negative income", line: 2) {
        try w(isImport: true) {
            $0.rows = WeChatPayFundsText.chained($0.rows, from: 0)
            $0.rows[0]["收支金额(元)"] = "-88.00"
        }
    },
    .init(.billBadAmount, "no amount", line: 3, column: "收支金额(元)") { try rowW("收支金额(元)", "") },
    .init(.billBadAmount, "no balance", line: 3, column: "账户结余(元)") { try rowW("账户结余(元)", "") },
    .init(.billBadAmount, "a balance that is a phone number", column: "账户结余(元)", found: "14 bytes of other text") {
        try rowW("账户结余(元)", "+86 1380013800")
    },
    .init(.billBadText, "neither in nor out", line: 3, column: "收支类型") { try rowW("收支类型", "不计收支") },
    .init(.billBadTime, "a re-saved time", line: 3, column: "记账时间") { try rowW("记账时间", "2026/11/21 8:15") },
    .init(.billWrongDay, "another day's bill") {
        try w { for index in $0.rows.indices { $0.rows[index]["记账时间"] = "2026-11-20 10:00:00" } }
    },
    .init(.billWrongDay, "a row of the day after next", line: 3) { try rowW("记账时间", "2026-11-23 00:00:00") },
    .init(.billTooLarge, "sums beyond all money") {
        try w {
            $0.rows = (0..<102).map { _ in WeChatPayFundsText.payment(999_999_999_999_999) }
            for index in $0.rows.indices { $0.rows[index]["账户结余(元)"] = "0.00" }
        }
    },
]

private let wechatRounded: [Refusal<DecodedFunds>] = ["微信支付业务单号", "资金流水单号", "业务凭证号"].map { column in
    Refusal(.billResaved, "\(column) as a number", line: 3, column: column, found: "2.02E+27") {
        try rowW(column, "2.02E+27")
    }
}

private let wechatNumbers: [Refusal<DecodedFunds>] = ["微信支付业务单号", "资金流水单号"].map { column in
    Refusal(.billBadIdentifier, "\(column) of Chinese", line: 3, column: column) { try rowW(column, "单号") }
}

private let wechatBalances: [Refusal<DecodedFunds>] = [
    .init(.billBalanceChain, "a balance off by a fen", line: 3, column: "账户结余(元)", found: "1087.46") {
        try rowW("账户结余(元)", "1087.46")
    }
]

private let alipayForms: [Refusal<DecodedFunds>] = [
    .init(.billOtherProduct, "the trade bill", line: 1, found: "the trade bill (业务明细, trade)") {
        try alipayFunds(SpecSample.alipay.bytes)
    },
    .init(.billOtherProduct, "WeChat Pay's funds bill", found: "lines as WeChat Pay writes them") {
        try alipayFunds(FundsSample.wechat.bytes)
    },
    .init(.billOtherProduct, "another title") { try a { $0.title = "#支付宝营销活动查询" } },
    .init(.billOtherProduct, "a personal statement") {
        try alipayFunds(gb18030("支付宝交易记录明细查询\r\n账号:[a@example.com]\r\n"))
    },
    .init(.billNotABill, "a header alone") { try alipayFunds(gb18030(AlipayFundsText.columns.joined(separator: ","))) },
    .init(.billResaved, "UTF-8 without a mark") { try alipayFunds(Array(FundsSample.alipay.text.utf8)) },
    .init(.billResaved, "quotes in the header") { try changedA("账务流水号", "\"账务流水号\"") },
    .init(.billResaved, "quotes in a row") {
        try changedA("100000000000001\t,2026112122001400001000000001\t,", "\"1\",")
    },
    .init(.billTruncated, "no trailer") { try a { $0.hasTrailer = false } },
    .init(.billTruncated, "one of two totals") { try a { $0.totals["支出合计"] = "#" } },
    .init(.billTrailingText, "rows behind the totals") {
        try alipayFunds(FundsSample.alipay.bytes + Array("1,2\r\n".utf8))
    },
    .init(.billTrailingText, "totals twice") {
        try alipayFunds(FundsSample.alipay.bytes + gb18030("#收入合计：0笔，共0元\r\n"))
    },
    .init(.billFilesIncomplete, "a summary alone") { try alipayFunds(FundsSample.alipay.summary()) },
    .init(.billFilesIncomplete, "two summaries") {
        let summary = FundsSample.alipay.summary()
        return try alipayFunds(
            Packing.zip([
                .init(name: [0x61], bytes: FundsSample.alipay.bytes), .init(name: [0x62], bytes: summary),
                .init(name: [0x63], bytes: summary),
            ]))
    },
    .init(.billFilesIncomplete, "one part twice") {
        let bytes = FundsSample.alipay.bytes
        return try alipayFunds(Packing.zip([.init(name: [0x61], bytes: bytes), .init(name: [0x62], bytes: bytes)]))
    },
    .init(.billOtherProduct, "a trade part beside it") {
        try alipayFunds(
            Packing.zip([
                .init(name: [0x61], bytes: FundsSample.alipay.bytes),
                .init(name: [0x62], bytes: SpecSample.alipay.bytes),
            ]))
    },
    .init(.billWrongAccount, "another account", line: 2) { try a { $0.account = "20880000000000020156" } },
    .init(.billWrongAccount, "a summary of another account") {
        var other = FundsSample.alipay
        other.account = "20880000000000020156"
        return try alipayFunds(
            Packing.zip([
                .init(name: [0x61], bytes: FundsSample.alipay.bytes), .init(name: [0x62], bytes: other.summary()),
            ]))
    },
    .init(.billWrongDay, "a month", line: 3) { try a { $0.end = "2026年12月21日 00:00:00" } },
    .init(.billColumnRepeated, "备注 twice") { try a { $0.columns.append("备注") } },
    .init(.billColumnRepeated, "two columns of one meaning", line: 5, column: "入账时间") {
        try a { $0.columns.append("入账时间") }
    },
    .init(.billCellsMissing, "a short row", line: 7, found: "11") { try changedA(",0.00,-0.53", ",-0.53") },
    .init(.billCellsSurplus, "two ways to read a row", line: 7) {
        // Two columns of free text beside each other.
        try a {
            $0.columns.removeAll { $0 == "商品名称" }
            $0.columns.append("商品名称")
            $0.rows[1]["备注"] = "a,b"
        }
    },
]

private let alipayColumns: [Refusal<DecodedFunds>] = ["账务流水号", "发生时间", "收入金额(+元)", "支出金额(-元)"].map { column in
    Refusal(.billColumnMissing, "no \(column)", line: 5, column: column) {
        try a { $0.columns.removeAll { $0 == column.replacing("(", with: "（").replacing(")", with: "）") } }
    }
}

private let alipayRounded: [Refusal<DecodedFunds>] = ["账务流水号", "业务流水号", "商户订单号", "业务基础订单号", "业务订单号"].map { column in
    Refusal(.billResaved, "\(column) as a number", line: 7, found: "2.02E+27") { try rowA(column, "2.02E+27") }
}

private let alipayCells: [Refusal<DecodedFunds>] = [
    .init(.billBadIdentifier, "a flow number of Chinese", line: 7, column: "账务流水号") { try rowA("账务流水号", "流水") },
    .init(.billBadAmount, "nothing at all", line: 7, column: "收入金额(+元)") { try rowA("支出金额（-元）", "0.00") },
    .init(.billBadAmount, "in and out at once", line: 7) { try rowA("收入金额（+元）", "1.00") },
    .init(.billBadAmount, "a negative income", line: 7, column: "收入金额(+元)", found: "-1.00") {
        try rowA("收入金额（+元）", "-1.00")
    },
    .init(.billBadAmount, "an expense that is none", line: 7, column: "支出金额(-元)") { try rowA("支出金额（-元）", "--") },
    .init(.billBadAmount, "one positive expense and one negative", line: 8, column: "支出金额(-元)", found: "-30.00") {
        try rowA("支出金额（-元）", "0.53")
    },
    .init(.billBadAmount, "a balance that is none", line: 7, column: "账户余额(元)") { try rowA("账户余额（元）", "--") },
    .init(.billBadTime, "a re-saved time", line: 7, column: "发生时间") { try rowA("发生时间", "2026/11/21 8:15") },
    .init(.billWrongDay, "a row of the day after next", line: 7) { try rowA("发生时间", "2026-11-23 00:00:00") },
    .init(.billBadCount, "a trailer without a count") { try changedA("2笔", "笔") },
    .init(.billBadAmount, "a trailer without a sum") { try changedA("共88.00元", "共元") },
    .init(.billTooLarge, "more types than any bill has") {
        try a { $0.rows = (0..<257).map { AlipayFundsText.row($0, "类\($0)", 1) } }
    },
]

private let alipayTotals: [Refusal<DecodedFunds>] = [
    ("2笔", "3笔"), ("1笔", "2笔"), ("共-30.53元", "共-30.52元"), ("共88.00元", "共88.01元"),
].map { (old: String, new: String) in
    Refusal(.billTotalMismatch, "\(old) as \(new)") { try changedA(old, new) }
}

private let alipaySummaryTotals: [Refusal<DecodedFunds>] = [
    ("收费", "支出笔数", "2"), ("收费", "支出金额（-元）", "-0.52"), ("收费", "收入笔数", "1"), ("在线支付", "收入金额（+元）", "88.01"),
    ("在线支付", "总金额（元）", "-88.00"), ("交易退款", "总金额（元）", "30.00"), ("合计", "收入笔数", "0"), ("合计", "支出金额（-元）", "30.52"),
    ("合计", "总金额（元）", "57.46"), ("收费", "类型", "新的类型"),
].map { (type: String, column: String, value: String) in
    Refusal(.billTotalMismatch, "a summary whose \(type) has \(column) \(value)") {
        try zipA([type: [column: value]])
    }
}

private let alipaySummaries: [Refusal<DecodedFunds>] = [
    .init(.billTotalMismatch, "a summary without a type of the details") { try zipA([:], without: "收费") },
    .init(.billTotalMismatch, "a summary with a type twice") { try zipA(["收费": ["类型": "在线支付"]]) },
    .init(.billBadCount, "a summary's count", column: "收入笔数") { try zipA(["收费": ["收入笔数": "x"]]) },
    .init(.billBadAmount, "a summary's sum", column: "收入金额(+元)") { try zipA(["收费": ["收入金额（+元）": "x"]]) },
    .init(.billCellsMissing, "a summary's short line") { try zipA(["收费": ["收入笔数": "1,2"]]) },
]

let fundsRefusals = [
    wechatForms, alipayForms, wechatColumns, wechatTotalColumns, wechatTotals, wechatCells, wechatRounded,
    wechatNumbers, wechatBalances, alipayColumns, alipayRounded, alipayCells, alipayTotals, alipaySummaryTotals,
    alipaySummaries,
].flatMap { $0 }

@Test(arguments: fundsRefusals)
func `a funds bill with a fault is refused as what it is`(refusal: Refusal<DecodedFunds>) throws {
    let found = try #require(problem(refusal.decode), "\(refusal.testDescription) was accepted")
    refusal.hold(found)
    #expect(!found.hint.contains("trade bill") || refusal.code == .billOtherProduct, "\(found)")
}

@Test func `a funds bill given as a trade bill is refused with what to fetch`() throws {
    for (bytes, account) in [(FundsSample.wechat.bytes, Sample.wechat), (FundsSample.alipay.bytes, Sample.alipay)] {
        let found = try #require(problem { try decode([bytes], of: account) })
        #expect(found.code == .billOtherProduct)
        #expect(found.hint.contains("交易账单") || found.hint.contains("业务明细"), "\(found)")
    }
    let trade = try #require(problem { try alipayFunds(SpecSample.alipay.bytes) })
    #expect(trade.hint.contains("账务明细") && trade.hint.contains("signcustomer"))
    #expect(try #require(problem { try wechatFunds(SpecSample.wechat.bytes) }).hint.contains("资金账单"))
}

@Test func `nothing but the remark's place decides where a surplus lies`() throws {
    var text = FundsSample.wechat
    text.rows[0]["备注"] = ",`,`,`收入,`1.00,`2.00"
    #expect(try wechatFunds(text.bytes).movements.map(\.amountFen) == [8800, -53, -2982])
}
