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
        case .amount, .integer, .serial, .day, .boolean: return quoted(value)
        case .moment: return quoted(String(value.prefix(19)))
        case .identifiers: return quoted(protectedIdentifier(identifiers(value).joined(separator: " ")))
        case .identifier: return quoted(protectedIdentifier(value))
        case .text, .json: return quoted(protected(value))
        }
    }

    /// What a spreadsheet takes a cell for that begins so: a formula. Full-width signs count in East Asian editions.
    private static let formulaSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    /// A leading apostrophe makes a spreadsheet take a cell as text. It stands before what would be calculated, unless
    /// that is a plain number; also where something stands before it that some spreadsheets trim away.
    static func protected(_ value: String) -> String {
        let trimmed = value.unicodeScalars.drop(while: isTrimmed)
        let signs = [value.unicodeScalars.first, trimmed.first].compactMap { $0 }
        guard signs.contains(where: formulaSigns.contains), !isNumber(value) else { return value }
        return "'" + value
    }

    /// White space of any kind, and what is not seen at all: a byte-order mark, a zero-width space, a control character.
    private static func isTrimmed(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return properties.isWhitespace || properties.isDefaultIgnorableCodePoint
            || [.control, .format].contains(properties.generalCategory)
    }

    /// The same for numbers that name something: before those too that a spreadsheet would change. It keeps 15 digits,
    /// drops leading zeros, and reads `12E5` as a number and `3-4` as a date.
    static func protectedIdentifier(_ value: String) -> String {
        let digitsKept = 15
        let digits = value.utf8.count { (48...57).contains($0) }
        let isDigits = digits == value.utf8.count
        let isPlain = isDigits && digits <= digitsKept && (digits <= 1 || !value.hasPrefix("0"))
        let separators = Set("-/.:, eE+".unicodeScalars)
        let isLikeNumber = value.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || separators.contains($0) }
        return digits > 0 && isLikeNumber && !isPlain ? "'" + value : protected(value)
    }

    private static func isNumber(_ value: String) -> Bool {
        let digits = value.hasPrefix("-") || value.hasPrefix("+") ? value.dropFirst() : value[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }

    static func quoted(_ value: String) -> String {
        // Scalars, not characters: CR LF is one character and would hide from a search for either.
        // Tabs and semicolons divide cells too where a spreadsheet is set to them.
        let special: Set<Unicode.Scalar> = ["\"", ",", ";", "\t", "\r", "\n"]
        guard value.unicodeScalars.contains(where: special.contains) || value.hasPrefix(" ") || value.hasSuffix(" ")
        else { return value }
        return "\"" + value.replacing("\"", with: "\"\"") + "\""
    }
}
