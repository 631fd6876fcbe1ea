/// One key of the configuration file: what it takes, and what holds without it. The keys that there are, those of the
/// channels among them, are what the reader accepts, and a test holds `config/reconciled.yaml` against them.
package struct ConfigurationOption<Value: Sendable>: Sendable {
    package let key: ConfigurationKey
    /// nil when the value is not of the kind that `key.expected` describes.
    package let parse: @Sendable (ConfigurationContent) -> Value?

    package init(
        _ name: String, _ expected: String, default defaultText: String? = nil, isSecret: Bool = false,
        parse: @escaping @Sendable (ConfigurationContent) -> Value?
    ) {
        key = ConfigurationKey(name: name, expected: expected, defaultText: defaultText, isSecret: isSecret)
        self.parse = parse
    }

    /// The same for a value that is one word of text.
    package init(
        _ name: String, _ expected: String, default defaultText: String? = nil,
        text: @escaping @Sendable (String) -> Value?
    ) {
        self.init(name, expected, default: defaultText) { content in
            if case .text(let word) = content { text(word) } else { nil }
        }
    }
}

package struct ConfigurationKey: Hashable, Sendable {
    package let name: String
    /// With unit and range, as an error and the file's comment say it.
    package let expected: String
    /// As it would be written in the file.
    package let defaultText: String?
    /// A wrong value is never repeated in a message: somebody may have put the secret itself there.
    package let isSecret: Bool
}

/// What stands behind a key, whatever the file's format.
package enum ConfigurationContent: Hashable, Sendable {
    case text(String)
    case list([String])
    /// A section of one line: `{ name: value }`.
    case pair(name: String, value: String)
    case other
}
