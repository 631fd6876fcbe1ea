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
    /// None or one; a list, since a problem cannot hold another directly.
    private let causes: [Problem]

    /// A message of PostgreSQL's with its context is the longest that anybody needs to read.
    private static let whatLengthMax = 600
    /// Enough to recognise what was found, too little to hide something in.
    private static let partLengthMax = 300
    /// Some list every option there is.
    private static let hintLengthMax = 1200
    /// What is behind a cause of a cause helps nobody any more.
    private static let causesMax = 2

    /// - Parameters:
    ///   - hint: nil where nothing is known beyond what the code says itself.
    ///   - cause: another problem that is behind this one.
    package init(
        _ code: ProblemCode, _ what: String, at place: Place = Place(), expected: String? = nil, found: String? = nil,
        hint: String? = nil, cause: Problem? = nil
    ) {
        self.code = code
        self.what = printable(what, lengthMax: Self.whatLengthMax)
        self.place = place
        self.expected = expected.map { printable($0, lengthMax: Self.partLengthMax) }
        self.found = found.map { printable($0, lengthMax: Self.partLengthMax) }
        self.hint = printable(hint ?? code.hint, lengthMax: Self.hintLengthMax)
        causes = cause.map { [$0.limited(to: Self.causesMax)] } ?? []
    }

    /// A cause as a table keeps it: its whole reason is one text.
    package init(stored code: ProblemCode, reason: String) {
        (self.code, what, place) = (
            code, printable(reason, lengthMax: Self.whatLengthMax + 2 * Self.partLengthMax), Place()
        )
        (expected, found, hint, causes) = (nil, nil, code.hint, [])
    }

    private init(_ other: Problem, causes: [Problem]) {
        (code, what, place, expected, found) = (other.code, other.what, other.place, other.expected, other.found)
        (hint, sqlState, self.causes) = (other.hint, other.sqlState, causes)
    }

    private func limited(to count: Int) -> Problem {
        Problem(self, causes: count > 1 ? causes.map { $0.limited(to: count - 1) } : [])
    }

    /// Why it came to this, where another problem is behind it.
    package var cause: Problem? { causes.first }

    /// What happened, in one line and without its code: what, expected and found, where, and what is behind it. No place is
    /// named twice. `ledger.reason_text` makes the same line of the columns of a table.
    /// - Parameter known: places that the reader has seen already.
    package func reason(besides known: Place = Place()) -> String {
        var text = what
        if let expected { text += "; expected \(expected)" }
        if let found { text += "\(expected == nil ? ";" : ",") found \(found)" }
        let placeText = place.beyond(known).text
        if !placeText.isEmpty { text += " (\(placeText))" }
        if let cause { text += ", because \(cause.reason(besides: place.filled(from: known)))" }
        return text
    }

    /// The reason with its code, and what to do in a line of its own: for terminals and the journal.
    package func told(besides known: Place = Place()) -> String {
        "\(code.name): \(reason(besides: known))\nHINT: \(hint)"
    }

    package var summary: String { "\(code.name): \(reason())" }

    package var description: String { told() }

    /// The same problem with what is missing of its place filled in by a caller that knows more.
    package func located(_ outer: Place) -> Problem {
        var copy = self
        copy.place = place.filled(from: outer)
        return copy
    }
}
