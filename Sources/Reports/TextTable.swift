import Vocabulary

/// A table for a terminal: names above, a rule, numbers to the right.
package enum TextTable {
    package static func render(_ table: ReportTable, indent: String = "", hasHeader: Bool = true) -> String {
        let header = table.columns.map { hasHeader ? $0.name : "" }
        let body = table.rows.map { row in
            zip(table.columns, row).map { column, value in cell(value, column.kind) }
        }
        let widths = header.indices.map { index in
            body.reduce(displayWidth(header[index])) { max($0, displayWidth($1[index])) }
        }
        let isRight = table.columns.map { $0.kind == .amount || $0.kind == .integer }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, zip(widths, isRight)).map { cell, shape in
                let space = String(repeating: " ", count: shape.0 - displayWidth(cell))
                return shape.1 ? space + cell : cell + space
            }
            return indent + trimmedRight(padded.joined(separator: "  ")) + "\n"
        }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return (hasHeader ? line(header) + line(rule) : "") + body.map(line).joined()
    }

    /// One value as it stands in a table: `1,234.50`, `2026-11-21 09:00:00`; empty for NULL.
    package static func cell(_ value: String?, _ kind: ReportKind) -> String {
        guard let value else { return "" }
        switch kind {
        case .amount, .integer: return grouped(value)
        case .moment: return String(value.prefix(19))
        case .identifiers: return identifiers(value).map(shownNumber).joined(separator: " ")
        case .identifier: return value.isEmpty ? "" : shownNumber(value)
        case .text, .day, .boolean, .json: return printable(value)
        }
    }

    /// What came from outside cannot move the cursor, turn the writing round or colour the screen.
    static func printable(_ text: String) -> String { Vocabulary.printable(text) }

    static func trimmedRight(_ text: String) -> String {
        var text = Substring(text)
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
