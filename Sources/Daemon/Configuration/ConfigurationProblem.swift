import Vocabulary

extension ProblemCode {
    package static let configurationUnreadable = ProblemCode("configuration.unreadable", .configuration)
    package static let configurationSyntax = ProblemCode("configuration.syntax", .configuration)
    package static let configurationUnknownKey = ProblemCode("configuration.unknown_key", .configuration)
    package static let configurationDuplicateKey = ProblemCode("configuration.duplicate_key", .configuration)
    package static let configurationWrongType = ProblemCode("configuration.wrong_type", .configuration)
    package static let configurationInvalidValue = ProblemCode("configuration.invalid_value", .configuration)
    package static let configurationMissing = ProblemCode("configuration.missing", .configuration)
    package static let configurationConflict = ProblemCode("configuration.conflict", .configuration)
    package static let configurationSecret = ProblemCode("configuration.secret_in_file", .configuration)
    package static let configurationNoAccount = ProblemCode("configuration.no_such_account", .usage)

    package static let configurationCodes: [ProblemCode] = [
        configurationUnreadable, configurationSyntax, configurationUnknownKey, configurationDuplicateKey,
        configurationWrongType, configurationInvalidValue, configurationMissing, configurationConflict,
        configurationSecret, configurationNoAccount,
    ]
}

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
