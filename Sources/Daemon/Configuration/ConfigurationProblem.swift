import Vocabulary

/// Several problems at once, so that a person mends them in one go. Never empty.
package struct Problems: Error, Hashable, Sendable, CustomStringConvertible {
    package let all: [Problem]

    package init(_ first: Problem, _ others: [Problem] = []) { all = [first] + others }
    /// nil for none.
    package init?(_ problems: [Problem]) {
        guard !problems.isEmpty else { return nil }
        all = problems
    }

    /// A file with more faults than this is read again when these are mended.
    private static let shownMax = 100

    package var description: String {
        let shown = all.prefix(Self.shownMax).map(\.description)
        let left = all.count - shown.count
        return (left > 0 ? shown + ["and \(left) more"] : shown).joined(separator: "\n")
    }
}
