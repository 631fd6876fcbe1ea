import Vocabulary

/// Writes WeChat Pay bills as the spec lays them out, and works out the summary by itself.
struct WeChatPayText {
    static let all = """
        交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,\
        微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
        """.columns
    static let success = Array(all[0..<14] + ["商品名称", "商户数据包", "手续费", "费率", "订单金额", "费率备注"])
    static let refund = Array(all[0..<14] + ["退款申请时间", "退款成功时间"] + all[14..<27])
    static let legacy =
        all[0..<24].map {
            ["特约商户号": "子商户号", "应结订单金额": "总金额", "代金券金额": "企业红包金额", "充值券退款金额": "企业红包退款金额"][$0] ?? $0
        }
    static let summary = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额".columns
    static let successSummary = "总交易单数,应结订单总金额,手续费总金额,订单总金额".columns
    static let legacySummary = "总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额".columns

    var columns = all
    var summaryColumns = summary
    var rows: [[String: String]] = []
    var mark = true
    var lineEnd = "\r\n"
    var hasFinalLineEnd = true
    /// Written instead of what the rows add up to.
    var totals: [String: String] = [:]

    init(_ rows: [[String: String]] = []) { self.rows = rows }

    static func payment(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
        let base = [
            "交易时间": "2026-11-21 08:15:02", "公众账号ID": "wx00aa11bb22cc33dd", "商户号": "1900999001", "特约商户号": "0",
            "子商户号": "0", "微信订单号": "42000099012026112100000000\(padded(number, 2))",
            "商户订单号": "SHOP-20261121-\(padded(number, 4))", "用户标识": "oExampleOpenId\(padded(number, 12))",
            "交易类型": "JSAPI", "交易状态": "SUCCESS", "付款银行": "OTHERS", "货币种类": "CNY", "应结订单金额": "88.00", "总金额": "88.00",
            "代金券金额": "0.00", "企业红包金额": "0", "微信退款单号": "0", "商户退款单号": "0", "退款金额": "0.00", "充值券退款金额": "0.00",
            "企业红包退款金额": "0", "商品名称": "茶叶", "手续费": "0.53000", "费率": "0.60%", "订单金额": "88.00", "申请退款金额": "0.00",
        ]
        return base.merging(changes) { $1 }
    }

    static func refund(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
        payment(
            number,
            [
                "交易时间": "2026-11-21 16:05:44", "退款申请时间": "2026-11-21 16:05:44", "退款成功时间": "2026-11-21 16:05:50",
                "交易状态": "REFUND", "应结订单金额": "0.00", "总金额": "0",
                "微信退款单号": "503000099020261121000000\(padded(number, 2))",
                "商户退款单号": "RF-20261121-\(padded(number, 4))", "退款金额": "30.00", "退款类型": "ORIGINAL",
                "退款状态": "PROCESSING", "手续费": "-0.18000", "订单金额": "0.00", "申请退款金额": "30.00",
            ].merging(changes) { $1 })
    }

    var bytes: [UInt8] {
        var lines = [columns.joined(separator: ",")]
        lines += rows.map { row in columns.map { "`" + (row[$0] ?? "") }.joined(separator: ",") }
        lines.append(summaryColumns.joined(separator: ","))
        lines.append(summaryColumns.map { "`" + (totals[$0] ?? total($0)) }.joined(separator: ","))
        let text = (mark ? "\u{FEFF}" : "") + lines.joined(separator: lineEnd) + (hasFinalLineEnd ? lineEnd : "")
        return Array(text.utf8)
    }

    private func total(_ name: String) -> String {
        let sources = [
            "应结订单总金额": "应结订单金额", "退款总金额": "退款金额", "充值券退款总金额": "充值券退款金额", "手续费总金额": "手续费", "订单总金额": "订单金额",
            "申请退款总金额": "申请退款金额", "总交易额": "总金额", "总退款金额": "退款金额", "总企业红包退款金额": "企业红包退款金额",
        ]
        guard let source = sources[name] else { return "\(rows.count)" }
        guard columns.contains(source) else { return name == "手续费总金额" ? "0.00000" : "0.00" }
        let sum = rows.reduce(Int64(0)) { $0 &+ Self.e5($1[source] ?? "0") }
        return name == "手续费总金额" ? Fen.yuan(e5: sum) : Fen.yuan(sum / 1000)
    }

    /// A second reading of decimals, for the totals alone.
    private static func e5(_ text: String) -> Int64 {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? String(text.dropFirst()) : text).split(separator: ".").map(String.init)
        let decimals = (parts.count > 1 ? parts[1] : "") + "00000"
        let value = (Int64(parts.first ?? "") ?? 0) &* 100_000 &+ (Int64(decimals.prefix(5)) ?? 0)
        return isNegative ? -value : value
    }
}

extension String {
    var columns: [String] { split(separator: ",").map(String.init) }
}
