import Vocabulary

@testable import Bills

/// Writes Alipay's trade bills as the spec lays them out, and works out the trailer by itself.
struct AlipayText {
    static let columns = """
        支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,\
        支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,\
        服务费（元）,分润（元）,备注
        """.columns
    private static let tabbed: Set<String> = [
        "支付宝交易号", "商户订单号", "业务类型", "门店编号", "门店名称", "操作员", "终端号", "对方账户", "商家红包消费金额（元）", "退款批次号/请求号",
    ]

    var columns = Self.columns
    var rows: [[String: String]] = []
    var account = "20880000000000010156"
    var start = "2026年11月21日 00:00:00"
    var end = "2026年11月22日 00:00:00"
    var title = "#支付宝业务明细查询"
    /// Lines written instead of the ones worked out, by their first word.
    var totals: [String: String] = [:]
    var isUTF8 = false
    var hasTrailer = true

    init(_ rows: [[String: String]] = []) { self.rows = rows }

    static func payment(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
        let base = [
            "支付宝交易号": "20261121220014000010000000\(padded(number, 2))", "商户订单号": "SHOP-20261121-A\(padded(number, 3))",
            "业务类型": "交易", "商品名称": "铁观音礼盒", "创建时间": "2026-11-21 09:30:10", "完成时间": "2026-11-21 09:30:15",
            "对方账户": "**明(138******00)", "订单金额（元）": "88.00", "商家实收（元）": "88.00", "支付宝红包（元）": "0.00", "集分宝（元）": "0.00",
            "支付宝优惠（元）": "0.00", "商家优惠（元）": "0.00", "券核销金额（元）": "0.00", "商家红包消费金额（元）": "0.00", "卡消费金额（元）": "0.00",
            "服务费（元）": "-0.53", "分润（元）": "0.00",
        ]
        return base.merging(changes) { $1 }
    }

    static func refund(_ number: Int, _ changes: [String: String] = [:]) -> [String: String] {
        payment(
            number,
            [
                "业务类型": "退款", "创建时间": "2026-11-19 20:00:01", "完成时间": "2026-11-21 16:20:33", "订单金额（元）": "-30.00",
                "商家实收（元）": "-30.00", "退款批次号/请求号": "RF-A-\(padded(number, 4))", "服务费（元）": "0.00",
            ].merging(changes) { $1 })
    }

    var text: String {
        var lines = [title, "#账号：[\(account)]", "#起始日期：[\(start)]   终止日期：[\(end)]"]
        lines.append("#-----------------------------------------业务明细列表----------------------------------------")
        lines.append(columns.joined(separator: ","))
        lines += rows.map { row in
            columns.map { (row[$0] ?? "") + (Self.tabbed.contains($0) ? "\t" : "") }.joined(separator: ",")
        }
        if hasTrailer {
            lines.append("#-----------------------------------------业务明细列表结束------------------------------------")
            lines.append(totals["交易合计"] ?? "#交易合计：" + total("交易", settled: "商家实收共", discount: "商家优惠共"))
            lines.append(totals["退款合计"] ?? "#退款合计：" + total("退款", settled: "商家实收退款共", discount: "商家优惠退款共"))
            lines.append("#导出时间：[2026年11月22日 05:46:49]")
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    var bytes: [UInt8] {
        if isUTF8 { return [0xEF, 0xBB, 0xBF] + Array(text.utf8) }
        return gb18030(text)
    }

    private func total(_ kind: String, settled: String, discount: String) -> String {
        let chosen = rows.filter { $0["业务类型"] == kind }
        func sum(_ column: String) -> String {
            Fen.yuan(chosen.reduce(Int64(0)) { $0 + (Int64(($1[column] ?? "").filter { $0 != "." }) ?? 0) })
        }
        return "\(chosen.count)笔，\(settled)\(sum("商家实收（元）"))元，\(discount)\(sum("商家优惠（元）"))元"
    }
}

func gb18030(_ text: String) -> [UInt8] {
    GB18030.convert(Array(text.utf8), from: "UTF-8", to: "GB18030") ?? []
}
