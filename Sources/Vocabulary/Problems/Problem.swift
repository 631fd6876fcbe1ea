/// Where a problem was found. Only what is known is set.
package struct Place: Hashable, Sendable {
    package var file: String?
    /// From 1.
    package var line: Int?
    /// The column's name in the header, or its number from 1.
    package var column: String?
    package var account: ChannelAccount?
    package var day: BusinessDay?

    package init(
        file: String? = nil, line: Int? = nil, column: String? = nil, account: ChannelAccount? = nil,
        day: BusinessDay? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.account = account
        self.day = day
    }

    /// A path is as long as the system takes it, a column's or account's name never.
    private static let fileLengthMax = 1024
    private static let nameLengthMax = 100

    /// `name.csv, line 7, column 手续费, wechatpay:1900999001, 2026-11-21`. Bounded and printable, as a problem is.
    package var text: String {
        var parts: [String] = []
        if let file { parts.append(printable(file, lengthMax: Self.fileLengthMax)) }
        if let line { parts.append("line \(line)") }
        if let column { parts.append("column \(printable(column, lengthMax: Self.nameLengthMax))") }
        if let account { parts.append(printable(account.description, lengthMax: Self.nameLengthMax)) }
        if let day { parts.append(day.description) }
        return parts.joined(separator: ", ")
    }
}

/// Something the world did that we did not expect: a stable code, where, what was expected and found, and what to do.
/// Never holds personal data or a secret: it goes to logs, tables and terminals as it is. Whatever a part was made of, it
/// is bounded and printable, so that no text from outside gets further than that.
package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    package let code: ProblemCode
    /// Lower case, no full stop.
    package let what: String
    package var place: Place
    package let expected: String?
    package let found: String?
    /// One full sentence that tells what to do.
    package let hint: String
    /// What PostgreSQL calls it, if it was PostgreSQL.
    package var sqlState: String?

    /// A message of PostgreSQL's with its context is the longest that anybody needs to read.
    private static let whatLengthMax = 600
    /// Enough to recognise what was found, too little to hide something in.
    private static let partLengthMax = 300
    /// Some list every option there is.
    private static let hintLengthMax = 1200

    /// - Parameter hint: nil where nothing is known beyond what the code says itself.
    package init(
        _ code: ProblemCode, _ what: String, at place: Place = Place(), expected: String? = nil, found: String? = nil,
        hint: String? = nil
    ) {
        self.code = code
        self.what = printable(what, lengthMax: Self.whatLengthMax)
        self.place = place
        self.expected = expected.map { printable($0, lengthMax: Self.partLengthMax) }
        self.found = found.map { printable($0, lengthMax: Self.partLengthMax) }
        self.hint = printable(hint ?? code.hint, lengthMax: Self.hintLengthMax)
    }

    /// One line: code, what, expected and found, where.
    package var summary: String {
        var text = "\(code.name): \(what)"
        if let expected { text += "; expected \(expected)" }
        if let found { text += "\(expected == nil ? ";" : ",") found \(found)" }
        let whereText = place.text
        return whereText.isEmpty ? text : "\(text) (\(whereText))"
    }

    package var description: String { "\(summary)\nHINT: \(hint)" }

    /// The same problem with what is missing of its place filled in by a caller that knows more.
    package func located(_ outer: Place) -> Problem {
        var copy = self
        copy.place.file = place.file ?? outer.file
        copy.place.line = place.line ?? outer.line
        copy.place.column = place.column ?? outer.column
        copy.place.account = place.account ?? outer.account
        copy.place.day = place.day ?? outer.day
        return copy
    }
}
