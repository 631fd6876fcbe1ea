import Vocabulary

@testable import Reports

extension FuzzTarget {
    /// Values of a database on their way to terminals, spreadsheets and programs. The first byte chooses what the column is.
    static let reportCells = FuzzTarget(name: "report-cells") { input in
        let kinds: [ReportKind] = [
            .text, .identifier, .integer, .amount, .day, .moment, .identifiers, .boolean, .json, .serial,
        ]
        guard let first = input.first else { return false }
        let kind = kinds[Int(first) % kinds.count]
        let value = String(decoding: input.dropFirst(), as: UTF8.self)
        let table = ReportTable(columns: [ReportColumn("value", kind)], rows: [[value]])
        if case .text = kind {
            let shown = TextTable.cell(value, kind)
            try hold(
                shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
                "a table moves the cursor: \(shown.debugDescription)")
            try holdSpreadsheet(CSVText.cell(value, kind), of: value)
        }
        _ = TextTable.render(table)
        _ = CSVText.render(table)
        _ = JSONText(table).indented()
        return true
    }

    /// A cell is read back as it was, and nothing in it is calculated.
    private static func holdSpreadsheet(_ cell: String, of value: String) throws(BrokenPromise) {
        var read = cell.unicodeScalars[...]
        if read.first == "\"" {
            read = read.dropFirst().dropLast()
            read = String(String.UnicodeScalarView(read)).replacing("\"\"", with: "\"").unicodeScalars[...]
        } else {
            try hold(
                !read.contains { $0 == "," || $0 == "\n" || $0 == "\r" || $0 == "\"" }, "a cell ends in the middle")
        }
        let isProtected = read.first == "'" && value.unicodeScalars.first != "'"
        try hold(
            (isProtected ? read.dropFirst() : read).elementsEqual(value.unicodeScalars),
            "a cell is read back as another: \(cell.debugDescription)")
        // Spreadsheets trim before they look.
        let trimmed = value.unicodeScalars.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" || $0.value < 0x20 }
        let isNumber = trimmed.dropFirst().allSatisfy { ("0"..."9").contains($0) || $0 == "." }
        if let sign = trimmed.first, ["=", "@", "+", "-"].contains(sign), !(isNumber && ["+", "-"].contains(sign)) {
            try hold(isProtected, "a spreadsheet calculates \(value.debugDescription)")
        }
    }
}
