import Vocabulary

/// Where a month's money lies: one line for each class, with what each pot has of it.
struct ShopMoney: Hashable {
    struct Line: Hashable {
        let name: String
        /// Of a deduction.
        let codeText: String?
        let isCounted: Bool
        var rows: Int64 = 0
        var potsFen: [String: Int64] = [:]

        var totalFen: Int64 { potsFen.values.reduce(0) { bounded($0, plus: $1) } }

        mutating func add(_ rows: Int64, _ pot: String, _ amountFen: Int64) {
            self.rows = bounded(self.rows, plus: rows)
            potsFen[pot] = bounded(potsFen[pot] ?? 0, plus: amountFen)
        }
    }

    let pots: [String]
    /// Those of which something is to be asked first, then orders, the seller's own, deductions the greatest first.
    let counted: [Line]
    /// Rows that count elsewhere.
    let leftOut: [Line]
    let countedSum: Line

    private static let order = ["unresolved", "suggested", "order", "other_period", "own_funds"]

    init(_ money: ReportTable) {
        var lines: [String: Line] = [:]
        var sum = Line(name: "counted", codeText: nil, isCounted: true)
        for row in money.columns(["pot", "class", "counted", "rows", "amount", "code_text"]).rows {
            guard let pot = row[0], let name = row[1] else { continue }
            let (isCounted, count, amountFen) = (row[2] == "true", Int64(row[3] ?? "") ?? 0, yuanToFen(row[4]))
            lines[name, default: Line(name: name, codeText: row[5], isCounted: isCounted)].add(count, pot, amountFen)
            if isCounted { sum.add(count, pot, amountFen) }
        }
        func rank(_ line: Line) -> Int { Self.order.firstIndex(of: line.name) ?? Self.order.count }
        let sorted = lines.values.sorted {
            (rank($0), $1.totalFen.magnitude, $0.name) < (rank($1), $0.totalFen.magnitude, $1.name)
        }
        pots = Set(money.columns(["pot"]).rows.compactMap { $0[0] }).sorted()
        (counted, leftOut) = (sorted.filter(\.isCounted), sorted.filter { !$0.isCounted })
        countedSum = sum
    }
}

extension ShopMoney {
    /// Of the statements of a pot that list the month: their own sums, and their rows of other months.
    struct Net {
        let pot: String
        let others: String
        let net: String
    }

    /// What the classes add up to, and rows of the same statements in other months, against the statements' own sums.
    func proof(_ nets: [Net]) -> ReportTable {
        let rows = nets.map { net -> [String?] in
            let classesFen = (counted + leftOut).reduce(0) { bounded($0, plus: $1.potsFen[net.pot] ?? 0) }
            let restFen = bounded(yuanToFen(net.net), plus: -yuanToFen(net.others))
            return [
                net.pot, yuanText(classesFen), net.others, net.net, yuanText(bounded(restFen, plus: -classesFen)),
            ]
        }
        return ReportTable(columns: ShopViews.proof, rows: rows)
    }
}

/// One order's yuan, from what was received to what is left; the lines add up, or the residual says by how much they do not.
enum ShopOrder {
    /// Lines that are a sum.
    static let totals: Set<String> = ["received", "net"]

    /// - Parameters:
    ///   - order: rows of one order; one of them is meant.
    ///   - movements: its shop's.
    static func lines(_ order: ReportTable, _ row: Int, movements: ReportTable) -> [StatementLine] {
        func fen(_ name: String) -> Int64 { yuanToFen(order.value(row, name)) }
        func line(_ name: String, _ amountFen: Int64, _ label: PageLabel) -> StatementLine {
            StatementLine(line: name, amountFen: amountFen, english: label.english, chinese: label.chinese)
        }
        var lines = [
            line("received", fen("received"), PageLabel("received", "收款")),
            line("from_balance", fen("refunded_from_balance"), PageLabel("refunded out of the balance", "余额退款")),
            line("from_deposit", fen("refunded_from_deposit"), PageLabel("refunded out of the deposit", "保证金退款")),
        ]
        var movedFen: Int64 = 0
        for row in movements.columns(["counted", "amount", "class", "code_text"]).rows where row[0] == "true" {
            let amountFen = yuanToFen(row[1])
            movedFen = bounded(movedFen, plus: amountFen)
            guard let name = row[2], name.hasPrefix("fee:") else { continue }
            if let index = lines.firstIndex(where: { $0.line == name }) {
                lines[index].amountFen = bounded(lines[index].amountFen, plus: amountFen)
            } else {
                lines.append(line(name, amountFen, PageLabel(pageText(String(name.dropFirst(4))), pageText(row[3]))))
            }
        }
        let netFen = fen("net")
        let otherFen = lines.reduce(netFen) { bounded($0, plus: -$1.amountFen) }
        if otherFen != 0 { lines.append(line("other", otherFen, PageLabel("of another kind", "其他"))) }
        return lines.filter { $0.amountFen != 0 || totals.contains($0.line) } + [
            line("net", netFen, PageLabel("what is left", "净额")),
            line("residual", bounded(netFen, plus: -movedFen), PageLabel("residual", "差额")),
        ]
    }
}
