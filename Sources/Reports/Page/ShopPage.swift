import Vocabulary

/// A shop's month, or one order, as one page of HTML under the rules of `ReportPage`.
struct ShopPage {
    let report: ShopReport

    /// Items that a page lists, the largest.
    private static let itemsMax = 1000

    /// - Throws: `report.encoding` when a template cannot be read.
    func html() throws(Problem) -> String { try PageTemplates.html("shop", values) }

    private var values: PageValues {
        var values: PageValues = ["readAt": report.readAt, "isMonth": false, "shops": [], "orders": []]
        switch report.subject {
        case .month(let shop, let first):
            let month = ReportPeriod.month(first).description
            values.merge([
                "isMonth": true, "shops": [pageText(shop)], "about": month, "title": "\(pageText(shop)) – \(month)",
            ]) { $1 }
            for part in [itemValues, pairValues, moneyValues, proofValues] { values.merge(part) { $1 } }
        case .order(let number):
            values.merge([
                "about": shownNumber(number), "title": "order \(shownNumber(number))",
                "orders": report[.order].rows.indices.map(orderValues),
            ]) { $1 }
        }
        return values
    }

    // MARK: - A month

    private var itemValues: PageValues {
        let rows = report[.unexplained].columns(["item", "reason", "at", "amount", "order_no"]).rows
        return [
            "hasItems": !rows.isEmpty, "itemCount": grouped(rows.count),
            "itemSum": plainYuan(yuanText(rows.reduce(0) { bounded($0, plus: yuanToFen($1[3])) })),
            "itemsLeftOut": rows.count > Self.itemsMax ? [grouped(rows.count - Self.itemsMax)] : [],
            "items": rows.prefix(Self.itemsMax).map { row in
                named("reason", "reason", row[1]).merging([
                    "item": pageText(row[0]), "reason": row[1] ?? "", "at": Self.moment(row[2]),
                    "amount": signedYuan(row[3] ?? ""),
                    "named": row[4].map { $0.isEmpty || row[0] == "order " + $0 ? [] : [pageText($0)] } ?? [],
                ]) { $1 }
            },
        ]
    }

    private var pairValues: PageValues {
        let rows = report[.suggestions].rows
        return [
            "hasPairs": !rows.isEmpty, "pairCount": grouped(rows.count),
            "pairs": rows.prefix(Self.itemsMax).map { row in
                [
                    "plusItem": pageText(row[1]), "minusItem": pageText(row[2]), "pairAmount": plainYuan(row[3]),
                    "decision": pageText(ShopText.decision(row)),
                ] as PageValues
            },
        ]
    }

    private var moneyValues: PageValues {
        let money = ShopMoney(report[.money])
        func line(_ line: ShopMoney.Line, isSum: Bool = false) -> PageValues {
            let isFee = line.name.hasPrefix("fee:")
            let label =
                isFee
                ? PageLabel(String(line.name.dropFirst(4)), line.codeText ?? "")
                : isSum ? PageLabel("What counts", "计入合计") : report.label("money_class", line.name)
            return [
                "class": line.name, "isSum": isSum, "rows": grouped(Int(line.rows)),
                "classEnglish": pageText(label.english.isEmpty ? "deduction without a code" : label.english),
                "classChinese": pageText(label.chinese),
                "cells": money.pots.map { pot -> PageValues in
                    let label = report.label("seller_pot", pot)
                    return [
                        "pot": label.english, "amount": line.potsFen[pot].map { plainYuan(yuanText($0)) } ?? "",
                    ]
                }, "total": plainYuan(yuanText(line.totalFen)),
            ]
        }
        return [
            "pots": money.pots.map { named("pot", "seller_pot", $0) },
            "lines": money.counted.map { line($0) } + [line(money.countedSum, isSum: true)]
                + money.leftOut.map { line($0) },
        ]
    }

    private var proofValues: PageValues {
        let rows = report[.proof].rows
        return [
            "closes": rows.allSatisfy { yuanToFen($0[4]) == 0 },
            "proofs": rows.map { row in
                named("pot", "seller_pot", row[0]).merging([
                    "pot": row[0] ?? "", "classes": plainYuan(row[1]), "otherMonths": plainYuan(row[2]),
                    "statements": plainYuan(row[3]), "residual": plainYuan(row[4]),
                ]) { $1 }
            },
        ]
    }

    // MARK: - An order

    private func orderValues(_ row: Int) -> PageValues {
        let order = report[.order]
        let shop = order.value(row, "shop")
        func mine(_ part: ReportPart) -> ReportTable { report[part].filtered { $0[0] == shop } }
        func key(_ name: String, _ english: String, _ chinese: String) -> PageValues {
            [
                "keyEnglish": english, "keyChinese": chinese,
                "value": order.value(row, name).map { plainYuan($0) } ?? "–",
            ]
        }
        let count = order.value(row, "orders_of_payment") ?? "1"
        let figure = StatementFigure(
            id: "order\(row)-lines", type: "order", caption: PageLabel("Where each yuan lies", "资金去向"),
            title: "What was received, and where it went", from: "the received", to: "what is left",
            totals: ShopOrder.totals, plus: "comes in", minus: "goes out", hasEntries: false,
            lines: ShopOrder.lines(order, row, movements: mine(.movements)), place: { _ in nil })
        let refunds = mine(.refunds)
        let movements = mine(.movements)
        return named("state", "reason", order.value(row, "state")).merging([
            "orderID": "order\(row)", "shop": pageText(shop), "jointCounts": count == "1" ? [] : [count],
            "keys": [
                key("paid", "Paid", "买家实付"), key("refunds", "Refunds recorded", "退款"),
                key("received", "Received", "收款"), key("net", "What is left", "净额"),
                key("difference", "Difference", "差额"),
            ], "figures": [figure.values()], "hasRefunds": !refunds.rows.isEmpty,
            "refunds": refunds.rows.indices.map { refundValues(refunds, $0) },
            "movementCount": grouped(movements.rows.count),
            "movements": movements.rows.indices.map { movementValues(movements, $0) },
        ]) { $1 }
    }

    private func refundValues(_ refunds: ReportTable, _ row: Int) -> PageValues {
        func value(_ name: String) -> String? { refunds.value(row, name) }
        func says(_ parts: [String?]) -> [String] {
            let text = parts.compactMap { $0 }.filter { !$0.isEmpty }.map { pageText($0) }.joined(separator: " · ")
            return text.isEmpty ? [] : [text]
        }
        let flag = value("flag")
        let source = value("line_no").map { "statement \(value("statement_id") ?? "") line \($0)" }
        let code = [value("code"), value("code_text")].compactMap { $0 }.joined(separator: " ")
        return named("step", "refund_step", value("step")).merging([
            "step": value("step") ?? "", "flag": flag ?? "",
            "flags": flag.map { [named("flag", "reason", $0)] } ?? [],
            "recorded": value("recorded").map { plainYuan($0) } ?? "–",
            "recordedSays": says([value("refund_no"), value("recorded_at").map(Self.moment)]),
            "paid": value("paid").map { plainYuan($0) } ?? "–",
            "paidSays": says([
                value("pot").map { report.label("seller_pot", $0).english }, code, value("booked_at").map(Self.moment),
                source,
            ]),
            "returned": value("returned").map { plainYuan($0) } ?? "–",
            "returnedSays": says([value("returned_at").map(Self.moment)]),
        ]) { $1 }
    }

    private func movementValues(_ movements: ReportTable, _ row: Int) -> PageValues {
        func value(_ name: String) -> String? { movements.value(row, name) }
        let name = value("class") ?? ""
        let words = [value("code"), value("code_text")].compactMap { $0 }.filter { !$0.isEmpty }
        let what = words.isEmpty ? [value("type") ?? ""] : words
        var values = named("pot", "seller_pot", value("pot"))
        values.merge(named("class", "money_class", name.hasPrefix("fee:") ? "fee" : name)) { $1 }
        return values.merging([
            "at": Self.moment(value("booked_at")), "what": pageText(what.joined(separator: " ")),
            "source": "statement \(value("statement_id") ?? "") line \(value("line_no") ?? "")",
            "amount": signedYuan(value("amount") ?? ""),
        ]) { $1 }
    }

    /// A word of the views in both languages, as `…English` and `…Chinese`.
    private func named(_ prefix: String, _ kind: String, _ word: String?) -> PageValues {
        let label = report.label(kind, word)
        return ["\(prefix)English": pageText(label.english), "\(prefix)Chinese": pageText(label.chinese)]
    }

    private static func moment(_ text: String?) -> String { String((text ?? "").prefix(19)) }
}
