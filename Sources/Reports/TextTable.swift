import Vocabulary

/// A table for a terminal: names above, a rule, numbers to the right, sums below another rule. Where a row is wider than the
/// terminal it takes several lines, and so do the names.
package enum TextTable {
    /// - Parameters:
    ///   - totals: rows of the table's columns.
    ///   - columnsMax: the terminal's; nil where a line may have any length.
    package static func render(
        _ table: ReportTable, indent: String = "", hasHeader: Bool = true, totals: [[String?]] = [],
        columnsMax: Int? = nil
    ) -> String {
        let header = table.columns.map { hasHeader ? $0.name : "" }
        let cells = self.cells(table.columns, table.rows + totals)
        let widths = header.indices.map { index in
            cells.reduce(displayWidth(header[index])) { max($0, displayWidth($1[index])) }
        }
        let layout = TableLayout(
            widths: widths, isRight: table.columns.map { [.amount, .integer, .serial].contains($0.kind) },
            columnsMax: columnsMax.map { $0 - indent.count })
        func text(_ lines: [String]) -> String { lines.map { indent + $0 + "\n" }.joined() }
        let body = cells.map { text(layout.lines($0)) }
        return (hasHeader ? text(layout.lines(header) + [layout.rule]) : "")
            + body.prefix(table.rows.count).joined()
            + (totals.isEmpty ? "" : text([layout.rule])) + body.dropFirst(table.rows.count).joined()
    }

    /// Amounts of one column have as many decimals as one of them needs, so that their points stand below one another.
    private static func cells(_ columns: [ReportColumn], _ rows: [[String?]]) -> [[String]] {
        let decimals = columns.indices.map { index in
            rows.reduce(decimalsMin) { max($0, decimalsNeeded($1[index] ?? "")) }
        }
        return rows.map { row in
            columns.indices.map { index in
                let kind = columns[index].kind
                return cell(kind == .amount ? row[index].map { cut($0, decimals: decimals[index]) } : row[index], kind)
            }
        }
    }

    /// One value as it stands in a table: `1,234.50`, `2026-11-21 09:00:00`; empty for NULL.
    package static func cell(_ value: String?, _ kind: ReportKind) -> String {
        guard let value else { return "" }
        switch kind {
        case .amount, .integer: return grouped(value)
        case .moment: return String(value.prefix(19))
        case .identifiers: return identifiers(value).map(shownNumber).joined(separator: " ")
        case .identifier: return value.isEmpty ? "" : shownNumber(value)
        case .text, .day, .boolean, .json, .serial: return printable(value)
        }
    }

    /// What came from outside cannot move the cursor, turn the writing round or colour the screen.
    static func printable(_ text: String) -> String { Vocabulary.printable(text) }
}
