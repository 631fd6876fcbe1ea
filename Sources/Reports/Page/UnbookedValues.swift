import Vocabulary

/// What waits to be booked, as a bar for each due day and direction.
struct UnbookedValues {
    private static let rowHeight = 38
    private let table: ReportTable
    private let id: String

    /// - Parameter table: of one account, by due day.
    init(_ table: ReportTable, id: String) { (self.table, self.id) = (table, id) }

    private struct Part {
        let due: String
        let kind: String
        let label: PageLabel
        let amountFen: Int64
    }

    private var parts: [Part] {
        var parts: [Part] = []
        for row in table.columns(["due_date", "to_come_in", "to_go_out"]).rows {
            let due = row[0] ?? "no due day"
            let comes = Part(
                due: due, kind: "plus", label: PageLabel("to come in", "待入账"), amountFen: yuanToFen(row[1]))
            let goes = Part(
                due: due, kind: "minus", label: PageLabel("to go out", "待支出"), amountFen: yuanToFen(row[2]))
            parts += [comes, goes].filter { $0.amountFen != 0 }
        }
        return parts
    }

    /// None where nothing waits.
    func values() -> [PageValues] {
        guard !table.rows.isEmpty else { return [] }
        let parts = parts
        let widest = parts.map(\.amountFen).max() ?? 1
        let rows = table.columns(["due_date", "items", "to_come_in", "to_go_out"]).rows
        let items = rows.reduce(0) { $0 + (Int($1[1] ?? "") ?? 0) }
        let values: PageValues = [
            "chartID": id, "itemCount": grouped(items), "chartHeight": parts.count * Self.rowHeight + 2,
            "isWide": parts.contains { isWide(yuanText($0.amountFen)) },
            "parts": parts.enumerated().map { bar($1, at: $0 * Self.rowHeight, of: widest) },
            "rows": rows.map(cells),
        ]
        return [values]
    }

    private func bar(_ part: Part, at top: Int, of widest: Int64) -> PageValues {
        [
            "due": part.due, "kind": part.kind, "partEnglish": part.label.english, "partChinese": part.label.chinese,
            "amount": plainYuan(yuanText(part.amountFen)), "fen": "\(part.amountFen)", "textY": top + 14,
            "barY": top + 19,
            "length": max(Percent(part.amountFen, of: widest), Percent(hundredths: 40)).text,
        ]
    }

    private func cells(_ row: [String?]) -> PageValues {
        [
            "due": row[0] ?? "–", "items": grouped(row[1] ?? ""), "toComeIn": plainYuan(row[2]),
            "toGoOut": plainYuan(row[3]),
        ]
    }
}
