import Vocabulary

/// A shop's month or order as a person reads it on a terminal.
struct ShopText {
    let report: ShopReport
    /// The terminal's; nil where a line may have any length.
    let columnsMax: Int?

    var text: String {
        switch report.subject {
        case .month(let shop, let first): monthText(shop, ReportPeriod.month(first))
        case .order: report[.order].rows.indices.map(orderText).joined(separator: "\n")
        }
    }

    private func monthText(_ shop: String, _ month: ReportPeriod) -> String {
        let items = report[.unexplained]
        let sumFen = items.columns(["amount"]).rows.reduce(0) { bounded($0, plus: yuanToFen($1[0])) }
        var text = "\(TextTable.printable(shop)) \(month)\n\nworth a look: "
        text +=
            items.rows.isEmpty
            ? "nothing\n" : "\(grouped(items.rows.count)) items, \(grouped(yuanText(sumFen))) CNY in all\n\n"
        text += table(items.columns(["item", "amount", "reason", "at"]))
        if !report[.suggestions].rows.isEmpty {
            text += "\nthese cancel, and nothing else does: a person decides\n\n"
            text += table(report[.suggestions].columns(["plus_item", "minus_item", "amount"])) + "\n"
            text += report[.suggestions].rows.map { "  \(TextTable.printable(Self.decision($0)))\n" }.joined()
        }
        text += "\nwhere the money lies\n\n" + moneyText
        return text + "\nagainst the statements\n\n" + table(report[.proof])
    }

    /// How a person accepts a pair of `ShopViews.suggestions`.
    static func decision(_ row: [String?]) -> String {
        func quoted(_ text: String?) -> String { "'\((text ?? "").replacing("'", with: "''"))'" }
        return "SELECT * FROM recon.decide_suggestion(\(quoted(row[0])), \(quoted(row[1])), \(quoted(row[2])), "
            + "'accepted', 'why');"
    }

    private var moneyText: String {
        let money = ShopMoney(report[.money])
        let columns =
            [ReportColumn("class", .text), ReportColumn("code_text", .text), ReportColumn("rows", .integer)]
            + (money.pots + ["total"]).map { ReportColumn($0, .amount) }
        func row(_ line: ShopMoney.Line) -> [String?] {
            [line.name, line.codeText, "\(line.rows)"] + money.pots.map { line.potsFen[$0].map(yuanText) }
                + [yuanText(line.totalFen)]
        }
        return TextTable.render(
            ReportTable(columns: columns, rows: money.counted.map(row)),
            totals: [money.countedSum].map(row) + money.leftOut.map(row), columnsMax: columnsMax)
    }

    private func orderText(_ row: Int) -> String {
        let order = report[.order]
        let shop = order.value(row, "shop")
        func amount(_ name: String) -> String { grouped(order.value(row, name) ?? "–") }
        func mine(_ part: ReportPart) -> ReportTable { report[part].filtered { $0[0] == shop } }
        var text = "\(TextTable.printable(shop ?? "")) order \(shownNumber(order.value(row, "order_no") ?? "")): "
        text += "\(order.value(row, "state") ?? "")\n\n"
        text += "paid \(amount("paid")), refunds \(amount("refunds")), difference \(amount("difference")) CNY\n"
        if let count = order.value(row, "orders_of_payment"), count != "1" {
            text += "what was paid, refunded and differs is of all \(count) orders of the payment\n"
        }
        let lines = ShopOrder.lines(order, row, movements: mine(.movements)).map { line -> [String?] in
            ["\(line.english) \(line.chinese)", yuanText(line.amountFen)]
        }
        let columns = [ReportColumn("line", .text), ReportColumn("amount", .amount)]
        text += "\n" + table(ReportTable(columns: columns, rows: lines))
        if !mine(.refunds).rows.isEmpty {
            text += "\nrefunds, and how far each has come\n\n"
            text += table(
                mine(.refunds).columns([
                    "step", "flag", "refund_no", "recorded", "pot", "paid", "booked_at", "code", "returned",
                    "returned_at",
                ]))
        }
        let movements = ["booked_at", "pot", "amount", "class", "counted", "code", "code_text", "type"]
        return text + "\nmovements\n\n" + table(mine(.movements).columns(movements))
    }

    private func table(_ table: ReportTable) -> String {
        table.rows.isEmpty ? "" : TextTable.render(table, columnsMax: columnsMax)
    }
}
