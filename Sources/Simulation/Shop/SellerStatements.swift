import Vocabulary

// As the consoles export it (SellerStatements 1 and 2).
extension SellerMonth {
    package struct StatementFile: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    /// - Throws: `Problem` `simulation.encoding` on a system without GB18030.
    package func statement(of pot: SellerPot) throws(Problem) -> StatementFile {
        switch pot {
        case .alipay: StatementFile(name: "alipay.csv", bytes: try SimulatedGB18030().bytes(alipay))
        case .aggregated: StatementFile(name: "aggregated.csv", bytes: Array(aggregated.utf8))
        case .deposit: StatementFile(name: "deposit.xml", bytes: Array(deposit.utf8))
        }
    }

    private var alipay: String {
        var titles = ["入账时间", "支付宝流水号", "支付宝交易号", "商户订单号", "账务类型", "收入（+元）", "支出（-元）", "业务描述", "业务基础订单号"]
        titles += ["业务订单号", "备注"]
        if hasChannelColumn { titles.append("支付渠道") }
        var text = "#账号:[\(Self.alipayAccount)0156]\r\n" + Self.line(titles)
        for (index, row) in movements.enumerated() where row.pot == .alipay || row.isMirrored {
            let isCopy = row.isMirrored
            var cells = [
                Self.time(row.bookedAt), isCopy ? "" : numbered("AL\(seed)", index, width: 9),
                numbered("2026\(seed)", index, width: 12), row.numbers.merchant, row.words.type, row.into, row.outOf,
                row.words.description, row.numbers.base, row.numbers.business, row.numbers.remark,
            ]
            if hasChannelColumn { cells.append(isCopy ? "聚合结算渠道" : "支付宝") }
            text += Self.line(cells)
        }
        return text
    }

    private var aggregated: String {
        var balanceFen = Self.openingFen[.aggregated] ?? 0
        let titles = ["入账时间", "支付流水号", "淘宝订单编号", "入账类型", "收入金额（元）", "支出金额（元）", "业务描述", "备注"]
        var text = Self.line(titles + (hasBalances ? ["账户余额（元）"] : []))
        for (index, row) in movements.enumerated() where row.pot == .aggregated {
            balanceFen += row.amountFen
            let cells = [
                Self.time(row.bookedAt), numbered("AG\(seed)", index, width: 9), row.numbers.order, row.words.type,
                row.into, row.outOf, row.words.description, "",
            ]
            text += Self.line(cells + (hasBalances ? [Fen.yuan(balanceFen)] : []))
        }
        return text
    }

    /// The title over the order numbers is blank, as it was in a real export.
    private var deposit: String {
        var balanceFen = Self.openingFen[.deposit] ?? 0
        let space = "urn:schemas-microsoft-com:office:spreadsheet"
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Workbook xmlns="\(space)" xmlns:ss="\(space)"><Worksheet ss:Name="保证金明细"><Table>

            """
        let titles = ["完成时间", "操作类型", "收支金额(元)", "来源账户", "业务描述", "原因", ""]
        text += Self.sheetRow((titles + (hasBalances ? ["余额(元)"] : [])).map(Self.sheetText))
        for row in movements where row.pot == .deposit {
            balanceFen += row.amountFen
            let cells =
                [Self.time(row.bookedAt), row.words.type].map(Self.sheetText) + [Self.sheetNumber(row.amountFen)]
                + ["保证金", row.words.description, "售后", row.numbers.order].map(Self.sheetText)
            text += Self.sheetRow(cells + (hasBalances ? [Self.sheetNumber(balanceFen)] : []))
        }
        return text + "</Table></Worksheet></Workbook>\n"
    }

    private static func line(_ cells: [String]) -> String { cells.joined(separator: ",") + "\r\n" }
    private static func sheetRow(_ cells: [String]) -> String { "<Row>\(cells.joined())</Row>\n" }
    private static func sheetNumber(_ fen: Int64) -> String {
        "<Cell><Data ss:Type=\"Number\">\(Fen.yuan(fen))</Data></Cell>"
    }

    private static func sheetText(_ text: String) -> String {
        text.isEmpty ? "<Cell/>" : "<Cell><Data ss:Type=\"String\">\(text)</Data></Cell>"
    }

    private static func time(_ epochSeconds: Int64) -> String {
        String(ShanghaiTime.rfc3339(epochSeconds: epochSeconds).prefix(19)).replacing("T", with: " ")
    }
}

extension SellerMonth.Movement {
    fileprivate var into: String { amountFen > 0 ? Fen.yuan(amountFen) : "" }
    fileprivate var outOf: String { amountFen < 0 ? Fen.yuan(amountFen) : "" }
}
