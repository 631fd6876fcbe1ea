/// A table as CSV for spreadsheets (RFC 4180): UTF-8 with a byte-order mark, CR LF, quoted where needed, and no cell
/// that a spreadsheet would calculate or round.
package enum CSVText {
    package static let byteOrderMark = "\u{FEFF}"

    package static func render(_ table: ReportTable) -> String {
        var text = byteOrderMark + table.columns.map(\.name).joined(separator: ",") + "\r\n"
        for row in table.rows {
            text += zip(table.columns, row).map { cell($1, $0.kind) }.joined(separator: ",") + "\r\n"
        }
        return text
    }

    static func cell(_ value: String?, _ kind: ReportKind) -> String {
        guard let value else { return "" }
        switch kind {
        case .amount, .integer, .day: return quoted(value)
        case .moment: return quoted(String(value.prefix(19)))
        case .identifiers: return quoted(protected(identifiers(value).joined(separator: " ")))
        case .text, .identifier, .json: return quoted(protected(value))
        }
    }

    /// A leading apostrophe makes a spreadsheet take a cell as it is. It stands before what would be calculated
    /// (`=`, `+`, `-`, `@`, TAB, CR), and before numbers that name something and would lose digits: spreadsheets keep
    /// 15 digits and drop leading zeros.
    static func protected(_ value: String) -> String {
        let digitsKept = 15
        let isDigits = !value.isEmpty && value.utf8.allSatisfy { (48...57).contains($0) }
        if isDigits, value.utf8.count > digitsKept || (value.utf8.count > 1 && value.hasPrefix("0")) {
            return "'" + value
        }
        guard let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), !isNumber(value) else {
            return value
        }
        return "'" + value
    }

    private static func isNumber(_ value: String) -> Bool {
        let digits = value.hasPrefix("-") || value.hasPrefix("+") ? value.dropFirst() : value[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }

    static func quoted(_ value: String) -> String {
        // Scalars, not characters: CR LF is one character and would hide from a search for either.
        let special: Set<Unicode.Scalar> = ["\"", ",", "\r", "\n"]
        guard value.unicodeScalars.contains(where: special.contains) || value.hasPrefix(" ") || value.hasSuffix(" ")
        else { return value }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }
}
