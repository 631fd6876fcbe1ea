import Vocabulary
import Yams

/// One key of the configuration file: its place, what it takes, and what holds without it. The table of all of them is
/// what the reader accepts, and a test holds `config/reconciled.yaml` against it.
struct ConfigurationOption<Value: Sendable>: Sendable {
    let key: ConfigurationKey
    /// nil when the value is not of the kind that `key.expected` describes.
    let parse: @Sendable (Node) -> Value?

    init(
        _ section: ConfigurationKey.Section, _ name: String, _ expected: String, default defaultText: String? = nil,
        of channel: Channel? = nil, isSecret: Bool = false, parse: @escaping @Sendable (Node) -> Value?
    ) {
        key = ConfigurationKey(
            section: section, name: name, expected: expected, defaultText: defaultText, channel: channel,
            isSecret: isSecret)
        self.parse = parse
    }

    /// An option whose value is one word of text.
    init(
        _ section: ConfigurationKey.Section, _ name: String, _ expected: String, default defaultText: String? = nil,
        of channel: Channel? = nil, isSecret: Bool = false, text: @escaping @Sendable (String) -> Value?
    ) {
        self.init(section, name, expected, default: defaultText, of: channel, isSecret: isSecret) { node in
            node.scalar.flatMap { text($0.string) }
        }
    }
}

struct ConfigurationKey: Hashable, Sendable {
    enum Section: String, Sendable, CaseIterable {
        case root = ""
        case results
        case orders
        case archive
        case limits
        case retention
        case service
        case account = "accounts[]"
    }

    let section: Section
    let name: String
    /// With unit and range, as an error and the file's comment say it.
    let expected: String
    /// As it would be written in the file.
    let defaultText: String?
    /// nil for both.
    let channel: Channel?
    /// A wrong value is never repeated in a message: somebody may have put the secret itself there.
    let isSecret: Bool

}
