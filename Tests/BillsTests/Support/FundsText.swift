import Vocabulary

@testable import Bills

/// Writes WeChat Pay's funds bills as the spec lays them out: balances and totals are worked out from the rows.
struct WeChatPayFundsText {
    static let columns = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号".columns
    static let summary = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额".columns

    var columns = Self.columns
    var summaryColumns = Self.summary
    var rows: [[String: String]] = []
    var openingFen: Int64 = 100_000
    var mark = true
    var lineEnd = "\r\n"
    /// Written instead of what the rows add up to.
    var totals: [String: String] = [:]

    init(_ rows: [[String: String]] = []) { self.rows = rows }

    static func row(
        _ name: String, _ type: String, _ signedFen: Int64, at time: String = "2026-11-21 08:15:03",
        _ changes: [String: String] = [:]
    ) -> [String: String] {
        let base = [
            "记账时间": time, "微信支付业务单号": "4200009901202611210000000001", "资金流水单号": "1010000000202611210000000001",
            "业务名称": name, "业务类型": type, "收支类型": signedFen < 0 ? "支出" : "收入", "收支金额(元)": Fen.yuan(abs(signedFen)),
            "资金变更提交申请人": "system", "业务凭证号": "SHOP-20261121-0001",
        ]
        return base.merging(changes) { $1 }
    }
    static func payment(_ fen: Int64 = 8800, at time: String = "2026-11-21 08:15:03", _ changes: [String: String] = [:])
        -> [String: String]
    { row("交易", "交易", fen, at: time, changes) }
    static func fee(_ fen: Int64 = 53, at time: String = "2026-11-21 08:15:03", _ changes: [String: String] = [:])
        -> [String: String]
    { row("交易", "扣除交易手续费", -fen, at: time, changes) }
    static func refund(_ fen: Int64 = 2982, at time: String = "2026-11-21 16:05:45", _ changes: [String: String] = [:])
        -> [String: String]
    { row("退款", "退款", -fen, at: time, changes) }

    /// Of a row as the file prints it, either sign.
    static func signedFen(_ row: [String: String]) -> Int64 {
        let fen = fundsFen(row["收支金额(元)"] ?? "")
        return row["收支类型"] == "支出" ? -abs(fen) : abs(fen)
    }

    /// Fills in the balances of rows that have none, in the order of the rows.
    static func chained(_ rows: [[String: String]], from openingFen: Int64) -> [[String: String]] {
        var balanceFen = openingFen
        return rows.map { row in
            balanceFen += signedFen(row)
            return row.merging(["账户结余(元)": Fen.yuan(balanceFen)]) { old, _ in old }
        }
    }

    var bytes: [UInt8] {
        var lines = [columns.joined(separator: ",")]
        lines += Self.chained(rows, from: openingFen).map { row in
            columns.map { "`" + (row[$0] ?? row[$0.replacing("（", with: "(").replacing("）", with: ")")] ?? "") }
                .joined(separator: ",")
        }
        lines.append(summaryColumns.joined(separator: ","))
        lines.append(summaryColumns.map { "`" + (totals[$0] ?? total($0)) }.joined(separator: ","))
        return Array(((mark ? "\u{FEFF}" : "") + lines.joined(separator: lineEnd) + lineEnd).utf8)
    }

    private func total(_ name: String) -> String {
        let flows = rows.filter { name.hasPrefix("资金") || $0["收支类型"] == name.prefix(2).description }
        if name.hasSuffix("笔数") { return "\(flows.count)" }
        return Fen.yuan(flows.reduce(Int64(0)) { $0 + abs(Self.signedFen($1)) })
    }
}

/// Writes Alipay's 账务明细, with balances and trailer worked out from the rows, and 账务汇总.
struct AlipayFundsText {
    static let columns = "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注".columns
    static let wide = columns[..<11] + ["备注", "业务描述", "业务账单来源", "业务基础订单号", "业务订单号"]
    static let console = "入账时间,支付宝流水号,支付宝交易号,商户订单号,账务类型,收入（+元）,支出（-元）,账户余额（元）,支付渠道,商品名称,对方名称,业务描述,备注".columns
    private static let namesOfConsole = [
        "入账时间": "发生时间", "支付宝流水号": "账务流水号", "支付宝交易号": "业务流水号", "账务类型": "业务类型", "收入（+元）": "收入金额（+元）",
        "支出（-元）": "支出金额（-元）", "支付渠道": "交易渠道", "对方名称": "对方账号",
    ]
    private static let tabbed: Set<String> = ["账务流水号", "业务流水号", "商户订单号", "对方账号"]

    var columns = Self.columns
    var rows: [[String: String]] = []
    var openingFen: Int64 = 100_000
    var account = "20880000000000010156"
    var start = "2026年11月21日 00:00:00"
    var end = "2026年11月22日 00:00:00"
    var title = "#支付宝账务明细查询"
    /// Lines written instead of the ones worked out, by their first word.
    var totals: [String: String] = [:]
    var isUTF8 = false
    var hasTrailer = true
    var hasBalances = true

    init(_ rows: [[String: String]] = []) { self.rows = rows }

    /// - Parameter signedFen: what goes out is printed as negative.
    static func row(
        _ number: Int, _ type: String, _ signedFen: Int64, at time: String = "2026-11-21 09:30:15",
        _ changes: [String: String] = [:]
    ) -> [String: String] {
        let base = [
            "账务流水号": "1000000000\(padded(number, 5))", "业务流水号": "20261121220014000010000000\(padded(number, 2))",
            "商户订单号": "SHOP-20261121-A\(padded(number, 3))", "商品名称": "铁观音礼盒", "发生时间": time,
            "对方账号": "**明(138******00)", "收入金额（+元）": signedFen < 0 ? "0.00" : Fen.yuan(signedFen),
            "支出金额（-元）": signedFen < 0 ? Fen.yuan(signedFen) : "0.00", "交易渠道": "支付宝", "业务类型": type,
        ]
        return base.merging(changes) { $1 }
    }

    static func signedFen(_ row: [String: String]) -> Int64 {
        fundsFen(row["收入金额（+元）"] ?? "") - abs(fundsFen(row["支出金额（-元）"] ?? ""))
    }

    var text: String {
        var lines = [title, "#账号：[\(account)]", "#起始日期：[\(start)]   终止日期：[\(end)]"]
        lines.append("#-----------------------------------------账务明细列表----------------------------------------")
        lines.append(columns.joined(separator: ","))
        var balanceFen = openingFen
        for row in rows {
            balanceFen += Self.signedFen(row)
            let full = hasBalances ? row.merging(["账户余额（元）": Fen.yuan(balanceFen)]) { old, _ in old } : row
            lines.append(
                columns.map { column in
                    let title = column.replacing("(", with: "（").replacing(")", with: "）")
                    let cell = full[title] ?? full[Self.namesOfConsole[title] ?? ""] ?? ""
                    return cell + (Self.tabbed.contains(title) ? "\t" : "")
                }
                .joined(separator: ","))
        }
        if hasTrailer {
            lines.append("#-----------------------------------------账务明细列表结束------------------------------------")
            for word in ["支出合计", "收入合计"] { lines.append(totals[word] ?? "#\(word)：" + total(word)) }
            lines.append("#导出时间：[2026年11月22日 05:46:49]")
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    var bytes: [UInt8] { isUTF8 ? [0xEF, 0xBB, 0xBF] + Array(text.utf8) : gb18030(text) }

    private func total(_ word: String) -> String {
        let flows = rows.map { Self.signedFen($0) }.filter { word == "支出合计" ? $0 < 0 : $0 > 0 }
        return "\(flows.count)笔，共\(Fen.yuan(flows.reduce(Int64(0), +)))元"
    }

    /// The summary of the same rows; `changes` by type and column.
    func summary(_ changes: [String: [String: String]] = [:], without type: String? = nil) -> [UInt8] {
        let columns = "类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）".columns
        var lines = [
            "#支付宝账务汇总查询", "#账号：[\(account)]", "#起始日期：[\(start)]   终止日期：[\(end)]",
            "#-----------------------------------------账务汇总列表----------------------------------------",
            columns.joined(separator: ","),
        ]
        var types: [String] = []
        for row in rows where !types.contains(row["业务类型"] ?? "") { types.append(row["业务类型"] ?? "") }
        for name in types + ["合计"] where name != type {
            let signed = rows.filter { name == "合计" || $0["业务类型"] == name }.map { Self.signedFen($0) }
            let (into, outOf) = (signed.filter { $0 > 0 }, signed.filter { $0 < 0 })
            let row = [
                "类型": name, "收入笔数": "\(into.count)", "收入金额（+元）": Fen.yuan(into.reduce(0, +)), "支出笔数": "\(outOf.count)",
                "支出金额（-元）": Fen.yuan(outOf.reduce(0, +)), "总金额（元）": Fen.yuan(signed.reduce(0, +)),
            ].merging(changes[name] ?? [:]) { $1 }
            lines.append(columns.map { row[$0] ?? "" }.joined(separator: ","))
        }
        lines.append("#-----------------------------------------账务汇总列表结束------------------------------------")
        return gb18030(lines.joined(separator: "\r\n") + "\r\n")
    }
}

/// A second reading of amounts, with two decimals or none.
func fundsFen(_ text: String) -> Int64 {
    let isNegative = text.hasPrefix("-")
    let parts = (isNegative ? String(text.dropFirst()) : text).split(separator: ".").map(String.init)
    let decimals = ((parts.count > 1 ? parts[1] : "") + "00").prefix(2)
    let fen = (Int64(parts.first ?? "") ?? 0) * 100 + (Int64(decimals) ?? 0)
    return isNegative ? -fen : fen
}
