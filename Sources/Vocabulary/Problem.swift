/// A stable name for one kind of problem, for example `bill.trailer_mismatch`. Never renamed, never reused.
/// Each module declares its own in an extension and lists them, so that a test can ask for a fixture of each.
package struct ProblemCode: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    /// What a command ends with when this problem ends it; `.incomplete` makes the run a verdict, not a failure.
    package let exit: ExitStatus

    package init(_ name: String, _ exit: ExitStatus) {
        self.name = name
        self.exit = exit
    }

    package var description: String { name }
}

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

    /// `name.csv, line 7, column 手续费, wechatpay:1900999001, 2026-11-21`.
    package var text: String {
        var parts: [String] = []
        if let file { parts.append(file) }
        if let line { parts.append("line \(line)") }
        if let column { parts.append("column \(column)") }
        if let account { parts.append(account.description) }
        if let day { parts.append(day.description) }
        return parts.joined(separator: ", ")
    }
}

/// Something the world did that we did not expect: a stable code, where, what was expected and found, and what to do.
/// Never holds personal data or a secret: it goes to logs, tables and terminals as it is.
package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    package let code: ProblemCode
    /// Lower case, no full stop.
    package let what: String
    package var place: Place
    package var expected: String?
    package var found: String?
    /// One full sentence that tells what to do.
    package let hint: String
    /// What PostgreSQL calls it, if it was PostgreSQL.
    package var sqlState: String?

    package init(
        _ code: ProblemCode, _ what: String, at place: Place = Place(), expected: String? = nil, found: String? = nil,
        hint: String
    ) {
        self.code = code
        self.what = what
        self.place = place
        self.expected = expected
        self.found = found
        self.hint = hint
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
