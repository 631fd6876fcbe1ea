import Testing
import Vocabulary

@testable import Bills

private func changed(
    _ sample: StatementText, _ form: StatementText.Form = .utf8, _ change: (inout StatementText) -> Void
) throws -> DecodedStatement {
    var text = sample
    change(&text)
    return try statement(text, form)
}

private func g(_ form: StatementText.Form = .utf8, _ change: (inout StatementText) -> Void) throws -> DecodedStatement {
    try changed(StatementSample.aggregated, form, change)
}
private func d(_ form: StatementText.Form = .utf8, _ change: (inout StatementText) -> Void) throws -> DecodedStatement {
    try changed(StatementSample.deposit, form, change)
}
private func p(_ form: StatementText.Form = .utf8, _ change: (inout StatementText) -> Void) throws -> DecodedStatement {
    try changed(StatementSample.alipay, form, change)
}
private func part(_ name: String, _ old: String, _ new: String) throws -> DecodedStatement {
    var parts = StatementSample.aggregated.xlsxParts(isShared: true)
    let index = try #require(parts.firstIndex { $0.name == name })
    try #require(parts[index].text.contains(old))
    parts[index].text = parts[index].text.replacing(old, with: new)
    return try statement(StatementText.zip(parts))
}
private func xml(_ old: String, _ new: String) throws -> DecodedStatement {
    let text = StatementSample.aggregated.spreadsheetXML
    try #require(text.contains(old))
    return try statement(Array(text.replacing(old, with: new).utf8))
}

private let headers: [Refusal<DecodedStatement>] = [
    .init(.billColumnRepeated, "a title twice", line: 1, column: "备注") { try g { $0.columns.append("备注") } },
    .init(.billColumnRepeated, "an unknown title twice", line: 1, column: "10", found: "the same as column 9") {
        try g { $0.columns += ["新", "新"] }
    },
    .init(.billColumnRepeated, "two titles of one meaning", line: 1, column: "收入", found: "收入金额 and 收入") {
        try g { $0.columns.append("收入(元)") }
    },
    .init(.billColumnRepeated, "one amount for both directions beside two", line: 1) {
        try g { $0.columns.append("收支金额") }
    },
    .init(.billColumnRepeated, "two columns without titles over order numbers", line: 2, column: "9") {
        try g {
            $0.columns += ["x", "y"]
            $0.columns.removeAll { $0 == "淘宝订单编号" }
            $0.titles = ["x": "", "y": ""]
            $0.rows[0]["x"] = StatementSample.tid
            $0.rows[0]["y"] = StatementSample.other
        }
    },
    .init(.billNotABill, "columns of two kinds") { try g { $0.columns.append("账务流水号") } },
    .init(.billNotABill, "columns of none") { try statement(Array("入账时间,收入金额,支出金额,备注\n1,2,3,4\n".utf8)) },
    .init(.billNotABill, "another platform's 聚合账户") {
        try statement(Array("动账时间,动账流水号,动账金额,动账账户\n1,2,3,聚合账户\n".utf8))
    },
    .init(.billNotABill, "a trade bill of Alipay's") { try statement(SpecSample.alipay.bytes) },
    .init(.billNotABill, "a page") { try statement(Array("<html><body>登录</body></html>".utf8)) },
    .init(.billNotABill, "an old workbook") { try statement([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) },
    .init(.billNotABill, "a document of an office program") {
        try statement(StatementText.zip([("[Content_Types].xml", "<Types/>"), ("word", "x")]))
    },
    .init(.billEmpty, "no bytes") { try statement([]) },
    .init(.billResaved, "UTF-16") {
        try statement([0xFF, 0xFE] + Array("入账时间".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    },
]

private let mandatory: [Refusal<DecodedStatement>] =
    ["入账时间", "支付流水号", "入账类型", "收入金额（元）", "支出金额（元）", "业务描述", "淘宝订单编号"].map { column in
        Refusal(.billColumnMissing, "the aggregated account without \(column)", line: 1) {
            try g { $0.columns.removeAll { $0 == column } }
        }
    }
    + ["完成时间", "操作类型", "业务描述", "订单编号"].map { column in
        Refusal(.billColumnMissing, "the deposit without \(column)", line: 1) {
            try d { $0.columns.removeAll { $0 == column } }
        }
    }
    + ["入账时间", "支付宝流水号", "收入（+元）", "支出（-元）"].map { column in
        Refusal(.billColumnMissing, "Alipay's without \(column)", line: 4) {
            try p { $0.columns.removeAll { $0 == column } }
        }
    }

private let cells: [Refusal<DecodedStatement>] = [
    .init(.billBadAmount, "an amount in and one out", line: 2, column: "收入金额", found: "both") {
        try g { $0.rows[0]["支出金额（元）"] = "1.00" }
    },
    .init(.billBadAmount, "no amount", line: 2, column: "收入金额", found: "neither") {
        try g { $0.rows[0]["收入金额（元）"] = "" }
    },
    .init(.billBadAmount, "an amount that is none", line: 3, column: "支出金额") {
        try g { $0.rows[1]["支出金额（元）"] = "壹元" }
    },
    .init(.billBadAmount, "three decimals", line: 2, column: "收入金额", found: "88.001") {
        try g { $0.rows[0]["收入金额（元）"] = "88.001" }
    },
    .init(.billBadAmount, "three decimals of a workbook", line: 2, column: "收入金额") {
        try g(.sharedStrings) {
            $0.numbers = ["收入金额（元）"]
            $0.rows[0]["收入金额（元）"] = "88.001"
        }
    },
    .init(.billBadAmount, "a negative income", line: 2, column: "收入金额", found: "-88.00") {
        try g { $0.rows[0]["收入金额（元）"] = "-88.00" }
    },
    .init(.billBadAmount, "expenses of both signs", line: 4, column: "支出金额", found: "-30.00") {
        try g { $0.rows[2]["支出金额（元）"] = "-30.00" }
    },
    .init(.billBadAmount, "a positive 出账", line: 2, column: "收支金额", found: "12.30") {
        try d { $0.rows[0]["收支金额(元)"] = "12.30" }
    },
    .init(.billBadAmount, "a negative 入账", line: 3, column: "收支金额") { try d { $0.rows[1]["收支金额(元)"] = "-1.00" } },
    .init(.billBadAmount, "a balance that is none", line: 5, column: "账户余额", found: "2 bytes of other text") {
        try p { $0.rows[0]["账户余额（元）"] = "--" }
    },
    .init(.billBadTime, "a time that is none", line: 2, column: "入账时间", found: "2026/5/3 10:00") {
        try g { $0.rows[0]["入账时间"] = "2026/5/3 10:00" }
    },
    .init(.billBadTime, "a day that is none", line: 2) { try g { $0.rows[0]["入账时间"] = "2026-02-30 10:00:00" } },
    .init(.billBadTime, "a number that is no day of ours", line: 2) {
        try g(.inlineStrings) {
            $0.numbers = ["入账时间"]
            $0.rows[0]["入账时间"] = "20260503"
        }
    },
    .init(.billResaved, "a rounded order number", line: 2, column: "淘宝订单编号") {
        try g { $0.rows[0]["淘宝订单编号"] = "4.12E+18" }
    },
    .init(.billResaved, "a rounded serial number", line: 2, column: "支付流水号") {
        try g { $0.rows[0]["支付流水号"] = "1.23E+17" }
    },
    .init(.billResaved, "a rounded 业务订单号", line: 5) { try p { $0.rows[0]["业务订单号"] = "1.23E+17" } },
    .init(.billBadIdentifier, "a serial number of Chinese", line: 2, column: "支付流水号") {
        try g { $0.rows[0]["支付流水号"] = "流水" }
    },
    .init(.billBadIdentifier, "more orders than a row can name", line: 2) {
        try g { $0.rows[0]["淘宝订单编号"] = (0..<65).map { "4\(padded($0, 18))" }.joined(separator: ";") }
    },
    .init(.billCellsSurplus, "a comma in one of two texts", line: 5) {
        // Beside each other, nobody can tell whose it is.
        try p {
            $0.columns.removeAll { $0 == "商品名称" }
            $0.columns.append("商品名称")
            $0.rows[0]["备注"] = "c,d"
        }
    },
    .init(.billCellsMissing, "fewer cells than titles", line: 3) {
        try statement(
            StatementSample.aggregated.bytes(.utf8).split(separator: 0x0A).prefix(2).joined(separator: [0x0A])
                + Array("\n2026-05-03 10:00:00,P1\n".utf8))
    },
    .init(.billTruncated, "a quote that is not closed", line: 2) {
        try statement(
            StatementSample.aggregated.bytes(.utf8).split(separator: 0x0A).prefix(1).joined(separator: [0x0A])
                + Array("\n\"2026-05-03 10:00:00,P1\n".utf8))
    },
    .init(.billAccountsMixed, "two accounts above the table", line: 4) {
        try p { $0.above.append("#账号：[20880000000000020156]") }
    },
    .init(.billAccountsMixed, "two accounts in a column", line: 4, column: "账户") {
        try g {
            $0.columns.append("账户")
            for index in 0..<3 { $0.rows[index]["账户"] = ["a@b.cn", "a@b.cn", "c@d.cn"][index] }
        }
    },
]

private let numbers: [Refusal<DecodedStatement>] = [StatementText.Form.spreadsheetXML, .sharedStrings, .inlineStrings]
    .flatMap {
        form in
        [
            Refusal(.billNumberAsAmount, "\(form): an order as a number", line: 2, column: "淘宝订单编号") {
                try g(form) { $0.numbers = ["淘宝订单编号"] }
            },
            Refusal(.billNumberAsAmount, "\(form): an order as a rounded number", line: 2, column: "淘宝订单编号") {
                try g(form) {
                    $0.numbers = ["淘宝订单编号"]
                    for index in 0..<2 { $0.rows[index]["淘宝订单编号"] = "4.12345678901234E+18" }
                }
            },
            Refusal(.billNumberAsAmount, "\(form): a code as a number", line: 2, column: "业务描述") {
                try g(form) {
                    $0.numbers = ["业务描述"]
                    $0.rows[0]["业务描述"] = "10001"
                }
            },
            Refusal(.billNumberAsAmount, "\(form): an order as a number under no title", line: 2, column: "7") {
                try d(form) {
                    $0.numbers = ["订单编号"]
                    $0.titles = ["订单编号": ""]
                }
            },
        ]
    }

private let totals: [Refusal<DecodedStatement>] = [
    .init(.billTotalMismatch, "another sum", line: 8, column: "支出合计 共", found: "70.00 in its rows") {
        try p { $0.below[0] = "#支出合计：1笔，共-70.01元" }
    },
    .init(.billTotalMismatch, "another count", line: 9, column: "收入合计 笔") {
        try p { $0.below[1] = "#收入合计：3笔，共70.00元" }
    },
    .init(.billTotalMismatch, "a row less", line: 8) { try p { $0.rows.removeFirst() } },
    .init(.billTruncated, "no totals where the console writes them") { try p { $0.below = [] } },
    .init(.billTruncated, "one of both totals") { try p { $0.below.removeFirst() } },
    .init(.billBadCount, "a total without a count") { try p { $0.below[0] = "#支出合计：笔，共1.00元" } },
    .init(.billTrailingText, "a row behind the totals", line: 11) {
        try p { $0.below.append("2026-05-03 12:00:00,S9,,,在线支付,1.00,,,,,,,,,") }
    },
]

private let workbooks: [Refusal<DecodedStatement>] = [
    .init(.billWorkbookDamaged, "a document type") {
        try xml("<Workbook", "<!DOCTYPE lolz [<!ENTITY lol \"lol\">]><Workbook")
    },
    .init(.billWorkbookDamaged, "an entity from outside") {
        try xml("<Workbook", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Workbook")
    },
    .init(.billWorkbookDamaged, "an entity that nobody declares") { try xml("交易收款-", "&lol;") },
    .init(.billWorkbookDamaged, "a tag that is not closed") { try xml("</Workbook>", "") },
    .init(.billWorkbookDamaged, "a row before another") { try xml("<Row>", "<Row ss:Index=\"1\">") },
    .init(.billWorkbookDamaged, "an index that is none") { try xml("ss:Index=\"2\"", "ss:Index=\"-2\"") },
    .init(.billWorkbookDamaged, "nested without end") {
        try xml("<Styles>", String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65) + "<Styles>")
    },
    .init(.billWorkbookDamaged, "a comment without end") {
        try xml("<Styles>", "<!--\(String(repeating: "x", count: 2 << 20))--><Styles>")
    },
    .init(.billWorkbookDamaged, "XML that is no workbook") { try statement(Array("<a><Workbooks/></a>".utf8)) },
    .init(.billWorkbookDamaged, "a missing sheet") {
        try part("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet2.xml")
    },
    .init(.billWorkbookDamaged, "missing relations") {
        try statement(
            StatementText.zip(
                StatementSample.aggregated.xlsxParts(isShared: true).filter { !$0.name.hasSuffix(".rels") }))
    },
    .init(.billWorkbookDamaged, "a text that is not there") {
        try part("xl/worksheets/sheet1.xml", "<v>20</v>", "<v>2000</v>")
    },
    .init(.billWorkbookDamaged, "a cell before another") {
        try part("xl/worksheets/sheet1.xml", "r=\"B2\"", "r=\"A2\"")
    },
    .init(.billWorkbookDamaged, "a row before another of an xlsx") {
        try part("xl/worksheets/sheet1.xml", "<row r=\"3\">", "<row r=\"2\">")
    },
    .init(.billCellsSurplus, "a cell far right") { try xml("ss:Index=\"7\"", "ss:Index=\"300\"") },
    .init(.billLineTooLong, "a cell longer than any") { try xml("交易收款-", String(repeating: "长", count: 30_000)) },
    .init(.billLineTooLong, "a shared text longer than any") {
        try part("xl/sharedStrings.xml", "交易收款-", String(repeating: "长", count: 30_000))
    },
    .init(.billStatementsSeveral, "two sheets with rows", line: 2) {
        let sheet = StatementSample.aggregated.sheetXML
        return try statement(Array(StatementText.workbookXML(sheet, "<Worksheet/>", sheet).utf8))
    },
    .init(.billStatementsSeveral, "two files in a ZIP", line: 2) {
        let bytes = StatementSample.aggregated.bytes(.utf8)
        return try statement(Packing.zip([.init(name: [0x61], bytes: bytes), .init(name: [0x62], bytes: bytes)]))
    },
    .init(.billWorkbookEncrypted, "a workbook with a password") {
        let name = Array("EncryptedPackage".utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        return try statement(
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 1000) + name)
    },
    .init(.billArchiveUnsafe, "a ZIP with a password") {
        try statement(Packing.zip([.init(name: [0x61], bytes: [1, 2, 3], isEncrypted: true)]))
    },
    .init(.billArchiveDamaged, "a sheet of another checksum") {
        let members = StatementSample.aggregated.xlsxParts(isShared: true).map {
            Packing.Member(
                name: Array($0.name.utf8), bytes: Array($0.text.utf8),
                claimedChecksum: $0.name.contains("sheet1") ? 1 : nil)
        }
        return try statement(Packing.zip(members))
    },
]

let statementRefusals = [headers, mandatory, cells, numbers, totals, workbooks].flatMap { $0 }

@Test("Statement: one with a fault is refused as what it is", arguments: statementRefusals)
func statementWithAFault(_ refusal: Refusal<DecodedStatement>) throws {
    let found = try #require(problem(refusal.decode), "\(refusal.testDescription) was accepted")
    #expect(found.code == refusal.code, "\(found)")
    if let line = refusal.line { #expect(found.place.line == line, "\(found)") }
    if let column = refusal.column { #expect(found.place.column == column, "\(found)") }
    if let text = refusal.found { #expect(found.found == text, "\(found)") }
    #expect(found.place.file != nil && found.hint.hasSuffix("."), "\(found)")
    #expect(found.summary.utf8.count <= 500 && found.hint.utf8.count <= 300, "\(found)")
    // What a cell holds is somebody's.
    for word in ["壹", "流水\"", "a@b.cn", "c@d.cn", "4.12345", "张"] { #expect(!"\(found)".contains(word), "\(found)") }
}
