import Testing
import Vocabulary

@testable import Bills

/// Statements as consoles print them, with what an accountant reads in them.
enum StatementSample {
    /// Tids have 19 digits today.
    static let tid = "4123456789012345678"
    static let other = "4123456789012345679"
    static let oid = "4123456789012345680"

    static let aggregated = StatementText(
        StatementText.aggregated,
        [
            [
                "入账时间": "2026-05-03 10:00:00", "支付流水号": "P1", "淘宝订单编号": tid, "入账类型": "交易收款", "收入金额（元）": "88.00",
                "业务描述": "0010001|交易收款-交易收款",
            ],
            [
                "入账时间": "2026-05-03 10:00:01", "支付流水号": "P2", "淘宝订单编号": tid, "入账类型": "平台扣款", "支出金额（元）": "0.53",
                "业务描述": "0170155T|U先供应链服务费", "备注": "基础软件服务费(\(tid))",
            ],
            [
                "入账时间": "2026-05-04 09:00:00", "支付流水号": "P3", "入账类型": "余额退款", "支出金额（元）": "30.00", "业务描述": "",
                "备注": "售后退款-T200P\(other),\"加急\"",
            ],
        ])

    static let deposit = StatementText(
        StatementText.deposit,
        [
            [
                "完成时间": "2026-05-05 10:00:00", "操作类型": "出账", "收支金额(元)": "-12.30", "来源账户": "保证金账户",
                "业务描述": "0020002|交易退款-保证金退款", "原因": "售后退款", "订单编号": tid,
            ],
            [
                "完成时间": "2026-05-06 10:00:00", "操作类型": "入账", "收支金额(元)": "1000.00", "来源账户": "支付宝",
                "业务描述": "008002800015|保证金充值",
            ],
        ])

    static let alipay: StatementText = {
        var text = StatementText(
            StatementText.alipay,
            [
                [
                    "入账时间": "2026-05-03 12:00:00", "支付宝流水号": "S1", "支付宝交易号": "2026050322001", "商户订单号": "T200P\(tid)",
                    "账务类型": "在线支付", "收入（+元）": "50.00", "账户余额（元）": "150.00", "支付渠道": "支付宝", "商品名称": "茶",
                    "对方名称": "**明(138****4242)", "业务描述": "0010001|交易收款-交易收款", "业务基础订单号": tid,
                    "业务订单号": "M{\(tid)}|S{\(oid)}|O{RF1}",
                ],
                [
                    "入账时间": "2026-05-03 12:00:00", "支付宝流水号": "", "商户订单号": "T200P\(other)", "账务类型": "在线支付",
                    "收入（+元）": "20.00", "账户余额（元）": "170.00", "支付渠道": "聚合结算渠道", "业务描述": "0010001|交易收款-交易收款",
                ],
                [
                    "入账时间": "2026-05-04 08:00:00", "支付宝流水号": "S3", "账务类型": "转账", "支出（-元）": "-70.00",
                    "账户余额（元）": "100.00", "支付渠道": "支付宝", "业务描述": "余利宝申购", "备注": "转入余利宝",
                ],
            ])
        text.above = [
            "#支付宝账务明细查询", "#账号：[20880000000000010156]", "#起始日期：[2026年05月01日 00:00:00]   终止日期：[2026年06月01日 00:00:00]",
        ]
        text.below = ["#支出合计：1笔，共-70.00元", "#收入合计：2笔，共70.00元", "#导出时间：[2026年06月01日 05:46:49]"]
        return text
    }()

    static let all = [aggregated, deposit, alipay]
}

@Test("Statement: the aggregated account in every form", arguments: StatementText.Form.allCases)
func aggregatedInEveryForm(_ form: StatementText.Form) throws {
    let decoded = try statement(StatementSample.aggregated, form)
    let rows = decoded.rows
    try #require(rows.count == 3)
    #expect(rows.map(\.bookedAt) == ["2026-05-03 10:00:00", "2026-05-03 10:00:01", "2026-05-04 09:00:00"])
    #expect(rows.map(\.amountFen) == [8800, -53, -3000])
    #expect(rows.map(\.serialNo) == ["P1", "P2", "P3"])
    #expect(rows.map(\.orderNo) == [StatementSample.tid, StatementSample.tid, StatementSample.other])
    #expect(rows.map(\.rule) == [.orderColumn, .orderColumn, .remarkAfterSales])
    #expect(rows.map(\.code) == ["0010001", "0170155T", ""])
    #expect(rows.map(\.text) == ["交易收款-交易收款", "U先供应链服务费", ""])
    #expect(rows.map(\.type) == ["交易收款", "平台扣款", "余额退款"])
    #expect(rows.map(\.description) == [.coded, .coded, .blank])
    #expect(rows.map(\.isAggregatedChannel) == [nil, nil, nil])
    #expect(rows.map(\.line) == [2, 3, 4])
    let summary = decoded.summary
    #expect(summary.kind == .aggregated && summary.rows == 3)
    #expect(summary.into.rows == 1 && summary.into.amountFen == 8800)
    #expect(summary.outOf.rows == 2 && summary.outOf.amountFen == 3053)
    #expect(summary.firstBookedAt.map(ShanghaiTime.text) == "2026-05-03 10:00:00")
    #expect(summary.lastBookedAt.map(ShanghaiTime.text) == "2026-05-04 09:00:00")
    #expect(summary.notes == [.missingColumn("账户余额")] && summary.account == nil && summary.openingFen == nil)
    #expect(
        summary.hits[.orderColumn] == 2 && summary.hits[.remarkSoftwareFee] == 1 && summary.hits[.remarkPoints] == 0)
    #expect(summary.conflicts == 0 && summary.flaggedRows == 0)
}

@Test("Statement: the deposit in every form", arguments: StatementText.Form.allCases)
func depositInEveryForm(_ form: StatementText.Form) throws {
    let decoded = try statement(StatementSample.deposit, form)
    #expect(decoded.rows.map(\.amountFen) == [-1230, 100_000])
    #expect(decoded.rows.map(\.code) == ["0020002", "008002800015"])
    #expect(decoded.rows.map(\.orderNo) == [StatementSample.tid, ""])
    #expect(decoded.rows.map(\.type) == ["出账", "入账"])
    #expect(decoded.summary.kind == .deposit)
    #expect(decoded.summary.netFen == 98_770)
}

@Test("Statement: Alipay's account in every form", arguments: StatementText.Form.allCases)
func alipayInEveryForm(_ form: StatementText.Form) throws {
    let decoded = try statement(StatementSample.alipay, form)
    let rows = decoded.rows
    try #require(rows.count == 3)
    #expect(rows.map(\.amountFen) == [5000, 2000, -7000] && rows.map(\.balanceFen) == [15_000, 17_000, 10_000])
    #expect(rows.map(\.serialNo) == ["S1", "", "S3"] && rows.map(\.businessNo) == ["2026050322001", "", ""])
    #expect(rows.map(\.merchantOrderNo) == ["T200P\(StatementSample.tid)", "T200P\(StatementSample.other)", ""])
    #expect(rows.map(\.rule) == [.baseOrder, .merchantOrder, nil])
    #expect(rows[0].subOrderNo == StatementSample.oid && rows[0].refundNo == "RF1")
    #expect(rows.map(\.isAggregatedChannel) == [false, true, false])
    #expect(
        rows.map(\.namesOwnFunds) == [false, false, true] && rows[2].description == .uncoded && rows[2].text.isEmpty)
    let summary = decoded.summary
    #expect(summary.kind == .alipay && summary.hasTotals && summary.account == "2088000000000001")
    #expect(summary.openingFen == 10_000 && summary.closingFen == 10_000 && summary.notes.isEmpty)
}

@Test("Statement: the same row has one identity in every form and dialect")
func statementIdentity() throws {
    for sample in StatementSample.all {
        let hashes = try StatementText.Form.allCases.map { try statement(sample, $0).rows.map(\.contentHash) }
        #expect(Set(hashes).count == 1 && Set(hashes[0]).count == sample.rows.count)
    }
    // 分账 in one export and 交易分账 in another are one movement; so is a row whose channel is printed no more.
    var one = StatementSample.alipay
    one.rows[0]["账务类型"] = "分账"
    var two = StatementSample.alipay
    two.rows[0]["账务类型"] = "交易分账"
    two.columns.removeAll { $0 == "支付渠道" || $0 == "账户余额（元）" }
    let other = try statement(two)
    #expect(try statement(one).rows.map(\.contentHash) == other.rows.map(\.contentHash))
    #expect(other.summary.notes == [.missingColumn("支付渠道"), .missingColumn("账户余额")])
    #expect(other.rows.map(\.isAggregatedChannel) == [nil, nil, nil])
    two.rows[0]["收入（+元）"] = "50.01"
    two.rows[1]["收入（+元）"] = "19.99"
    #expect(try statement(two).rows[0].contentHash != other.rows[0].contentHash)
}

@Test("Statement: titles of other dialects")
func statementDialects() throws {
    let tables: [(sample: StatementText, titles: [String: String])] = [
        (StatementSample.alipay, ["收入（+元）": "收入金额(元)", "支出（-元）": "支出金额(元)", "支付宝流水号": "账务流水号", "入账时间": "发生时间"]),
        (StatementSample.aggregated, ["收入金额（元）": "收入（+元）", "支出金额（元）": "支出金额", "淘宝订单编号": "订单编号"]),
        (StatementSample.deposit, ["收支金额(元)": "收支金额（元）", "订单编号": " 淘宝订单编号 ", "原因": "备注"]),
    ]
    for (sample, titles) in tables {
        var text = sample
        text.titles = titles
        for form in StatementText.Form.allCases {
            #expect(try statement(text, form).rows == statement(sample, form).rows)
        }
    }
}

@Test("Statement: a blank title over order numbers is recognised, and said", arguments: StatementText.Form.allCases)
func blankTitle(_ form: StatementText.Form) throws {
    var text = StatementSample.deposit
    text.titles = ["订单编号": ""]
    text.rows.insert(text.rows[1], at: 0)
    let decoded = try statement(text, form)
    #expect(decoded.rows.map(\.orderNo) == ["", StatementSample.tid, ""])
    #expect(decoded.summary.notes.contains(.untitledOrders(column: 7)))
    #expect(decoded.summary.hits[.orderColumn] == 1)
    // What stands in a column of that kind further down must be one, too.
    text.rows[2]["订单编号"] = "\(StatementSample.tid);\(StatementSample.other)"
    #expect(try statement(text, form).rows[2].orders == .several)
    text.rows[2]["订单编号"] = "\(StatementSample.tid);张三"
    let refused = try #require(problem { try statement(text, form) })
    #expect(refused.code == .billBadIdentifier && refused.place.line == 4 && !"\(refused)".contains("张"))
}

@Test("Statement: balances with the newest row first, and ones that do not chain")
func statementBalances() throws {
    var text = StatementSample.alipay
    text.rows.reverse()
    var summary = try statement(text).summary
    #expect(summary.openingFen == 10_000 && summary.closingFen == 10_000)
    text.rows[1]["账户余额（元）"] = "171.00"
    summary = try statement(text).summary
    #expect(summary.openingFen == nil && summary.notes == [.unchained(line: 6)])
    text.rows[1]["账户余额（元）"] = ""
    summary = try statement(text).summary
    #expect(summary.closingFen == nil && summary.notes.isEmpty)
}

@Test("Statement: a workbook's numbers and dates")
func workbookNumbers() throws {
    var text = StatementSample.aggregated
    text.numbers = ["入账时间", "收入金额（元）", "支出金额（元）"]
    // 2026-05-03 10:00:00 and what binary fractions leave of 30.01.
    text.rows[0]["入账时间"] = "46145.416666666664"
    text.rows[1]["入账时间"] = "46145.416678240741"
    text.rows[2]["入账时间"] = "46146.375"
    text.rows[2]["支出金额（元）"] = "30.010000000000002"
    for form in StatementText.Form.allCases where form.isWorkbook {
        let decoded = try statement(text, form)
        #expect(decoded.rows.map(\.bookedAt) == ["2026-05-03 10:00:00", "2026-05-03 10:00:01", "2026-05-04 09:00:00"])
        #expect(decoded.rows.map(\.amountFen) == [8800, -53, -3001])
    }
    for index in text.rows.indices {
        text.rows[index]["入账时间"] = ["44683.416666666664", "44683.416678240741", "44684.375"][index]
    }
    #expect(try statement(text.xlsx(isShared: true, is1904: true)).rows[0].bookedAt == "2026-05-03 10:00:00")
    text.numbers = []
    text.rows[0]["入账时间"] = "2026-05-03T10:00:00.000"
    text.rows[1]["入账时间"] = "2026-05-03T10:00:01"
    text.rows[2]["入账时间"] = "2026-05-04 09:00:00"
    text.rows[2]["支出金额（元）"] = "30.01"
    #expect(try statement(text, .spreadsheetXML).rows.map(\.amountFen) == [8800, -53, -3001])
}

@Test("Statement: what else stands in the cells of a workbook")
func workbookOddities() throws {
    // Formats within a text, how it is pronounced, formulas, comments, merged cells, rows and cells left out.
    let expected = try statement(StatementSample.aggregated)
    var parts = StatementSample.aggregated.xlsxParts(isShared: true)
    parts[4].text = parts[4].text.replacing(
        "<si><t xml:space=\"preserve\">P1</t></si>",
        with: "<si><r><rPr/><t>P</t></r><r><t>1</t></r><rPh sb=\"0\" eb=\"1\"><t>CANARY</t></rPh></si>")
    parts[3].text = parts[3].text.replacing("<v>20</v>", with: "<f>A1&amp;\"x\"</f><v>20</v>")
        .replacing("<row r=\"4\">", with: "<row r=\"14\">").replacing("4\" t=\"s\"", with: "14\" t=\"s\"")
    let shared = try statement(StatementText.zip(parts))
    #expect(
        shared.rows.map(\.line) == [2, 3, 14] && shared.rows.map(\.contentHash) == expected.rows.map(\.contentHash))

    let xml = StatementSample.aggregated.spreadsheetXML
        .replacing(">P1<", with: "><B><Font>P</Font>1</B><")
        .replacing("P1</Data>", with: "P1</Data><Comment><ss:Data>CANARY</ss:Data></Comment>")
        .replacing(
            "<Row><Cell ss:Index=\"1\"><Data ss:Type=\"String\">2026-05-04",
            with: "<Row ss:Index=\"9\" ss:Span=\"2\"><Cell><Data ss:Type=\"String\">2026-05-04"
        )
        .replacing(
            "<Cell ss:Index=\"5\"><Data ss:Type=\"String\">88",
            with: "<Cell ss:MergeAcross=\"0\"><Data ss:Type=\"String\">88")
    let decoded = try statement(Array(xml.utf8))
    #expect(decoded.rows.map(\.line) == [2, 3, 9] && decoded.rows.map(\.serialNo) == ["P1", "P2", "P3"])
    #expect(decoded.rows.map(\.amountFen) == [8800, -53, -3000])
    // A cell that reaches over the next one.
    let merged = xml.replacing("<Cell ss:Index=\"4\">", with: "<Cell ss:MergeAcross=\"1\" ss:Index=\"4\">")
    #expect(problem { try statement(Array(merged.utf8)) }?.code != nil)
}

@Test("Statement: packed, and with a name in another encoding than its flag says")
func packedStatements() throws {
    let expected = try statement(StatementSample.alipay, .gb18030)
    for form in [StatementText.Form.gb18030, .spreadsheetXML] {
        let name = gb18030("账务组合查询.csv")
        let zip = Packing.zip([.init(name: name, bytes: StatementSample.alipay.bytes(form), isUTF8Flagged: true)])
        #expect(try statement(zip).rows == expected.rows)
        #expect(try statement(Packing.gzip(StatementSample.alipay.bytes(form))).rows == expected.rows)
    }
    // A summary beside the details is no second statement.
    let summary = gb18030("#支付宝账务汇总查询\r\n类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）\r\n合计,2,70.00,1,-70.00,0.00\r\n")
    let both = Packing.zip([
        .init(name: [0x61], bytes: summary), .init(name: [0x62], bytes: StatementSample.alipay.bytes(.gb18030)),
    ])
    #expect(try statement(both).rows == expected.rows)
}

@Test("Statement: quotes, blank rows and lines within a cell")
func quotedCells() throws {
    let text = """
        "入账时间","支付流水号","淘宝订单编号","入账类型","收入金额","支出金额","业务描述","备注"
        "2026-05-03 10:00:00",="P1",="\(StatementSample.tid)","交易收款","88.00","","0010001|交易收款","说 ""好"", 两行
        还有"
        ,,,,,,,
        2026-05-03 10:00:01,P2,"\t\(StatementSample.tid)",交易收款,1.00,,0010001|交易收款,5" 屏
        """
    let decoded = try statement(Array(text.utf8))
    #expect(decoded.rows.map(\.serialNo) == ["P1", "P2"] && decoded.rows.map(\.line) == [2, 5])
    #expect(decoded.rows.map(\.orderNo) == [StatementSample.tid, StatementSample.tid])
    #expect(decoded.rows.map(\.amountFen) == [8800, 100])
}

@Test("Statement: the kind is told by the columns alone")
func statementKinds() throws {
    let scratch = Scratch()
    for form in StatementText.Form.allCases {
        for (sample, kind) in zip(StatementSample.all, [StatementKind.aggregated, .deposit, .alipay]) {
            #expect(statementKind(scratch.file(sample.bytes(form)).path) == kind)
        }
    }
    #expect(statementKind(scratch.file(SpecSample.alipay.bytes).path) == nil)
    #expect(statementKind(scratch.file(SpecSample.wechat.bytes).path) == nil)
    #expect(statementKind(scratch.file(FundsSample.wechat.bytes).path) == nil)
    #expect(statementKind(scratch.file([]).path) == nil && statementKind(scratch.directory + "/none") == nil)
    // The channel's own bill of balance movements is a statement of the same account.
    #expect(statementKind(scratch.file(FundsSample.alipay.bytes).path) == .alipay)
    #expect(try statement(FundsSample.alipay.bytes).summary.hasTotals)
}

@Test("Statement: its words in GB18030 are those of the converter")
func statementWords() throws {
    for word in AlipayWord.ofStatements { #expect(gb18030("\(word.name)") == word.gb18030, "\(word.name)") }
    #expect(Set(AlipayWord.ofStatements.map { "\($0.name)" }).count == AlipayWord.ofStatements.count)
}
