import Cryptography
import Vocabulary

/// The options of one account, as its channel reads them. What is missing or wrong is reported with its place in the file
/// and comes back as nil, so that a person hears of everything at once: read all there is before you return nil.
package protocol AccountOptions {
    /// Its number is empty where it is wrong; then nothing is made of what is read.
    var account: ChannelAccount { get }
    func has(_ key: ConfigurationKey) -> Bool
    /// The value given, else the default; nil when there is neither, or when the value is wrong.
    func value<Value>(_ option: ConfigurationOption<Value>) -> Value?
    /// The same for an option that has to be there.
    func required<Value>(_ option: ConfigurationOption<Value>, because reason: String?) -> Value?
    /// The file that a reference leads to.
    func file(_ reference: FileReference) -> KeySource
    /// Of several options, exactly one has to be there.
    /// - Parameter what: that is not said then, after the account's name.
    /// - Parameter both: one of those that stand there together; nil when there is none.
    func reportChoice(_ what: String, both: ConfigurationKey?, expected: String, hint: String)
}

extension AccountOptions {
    package func required<Value>(_ option: ConfigurationOption<Value>) -> Value? { required(option, because: nil) }

    package func key(_ option: ConfigurationOption<FileReference>) -> KeySource? { value(option).map(file) }
    package func requiredKey(
        _ option: ConfigurationOption<FileReference>, because reason: String? = nil
    ) -> KeySource? { required(option, because: reason).map(file) }
}

/// Where a key is: a path, or the name of a systemd credential (`LoadCredential=`).
package enum FileReference: Hashable, Sendable {
    case path(String)
    case credential(String)

    init?(_ content: ConfigurationContent) {
        switch content {
        case .text(let text):
            guard let path = OptionText.absolutePath(text) else { return nil }
            self = .path(path)
        case .pair("credential", let name):
            guard OptionText.absolutePath("/\(name)") != nil, !name.contains("/"), !["", ".", ".."].contains(name)
            else { return nil }
            self = .credential(name)
        default: return nil
        }
    }

    /// - Parameter credentials: the directory that systemd keeps them in.
    package func path(credentials: String) -> String {
        switch self {
        case .path(let path): path
        case .credential(let name): "\(credentials)/\(name)"
        }
    }
}

extension ConfigurationOption where Value == FileReference {
    package static func file(_ name: String) -> Self {
        Self(name, "an absolute path, or { credential: NAME }", parse: FileReference.init)
    }

    package static func secret(_ name: String) -> Self {
        Self(name, "an absolute path, or { credential: NAME }", isSecret: true, parse: FileReference.init)
    }

    /// The merchant's, with which requests are signed.
    package static let privateKey = secret("private_key")
}

extension ConfigurationOption where Value == String {
    /// A PEM bundle in place of the system's.
    package static let caFile = Self("ca_file", "an absolute path", text: OptionText.absolutePath)

    /// A number that the channel gives.
    package static func digits(_ name: String, _ what: String) -> Self {
        Self(name, "\(what): 6 to 32 digits", text: OptionText.digits(6...32))
    }
}

extension ConfigurationOption where Value == [String] {
    package static func hosts(_ name: String, default hosts: [String]) -> Self {
        Self(
            name, "a list of https origins (http only on loopback)", default: "[\(hosts.joined(separator: ", "))]",
            parse: OptionText.origins)
    }
}

extension ConfigurationOption where Value == [Pot] {
    /// Some of a channel's pots; whatever their order in the file, they come in the channel's, which is that of a bill's files.
    static func pots(_ known: [Pot]) -> Self {
        let words = known.map(\.rawValue)
        let all = words.joined(separator: ", ")
        return Self("pots", words.count == 1 ? "the list [\(all)]" : "a list of \(all), each once") { content in
            guard case .list(let items) = content, Set(items).count == items.count, items.allSatisfy(words.contains)
            else { return nil }
            return known.filter { items.contains($0.rawValue) }
        }
    }
}

extension ConfigurationOption where Value == Int64 {
    /// Days from a payment's own in which it may be shared. No channel gives longer than 收付通, which has half a year.
    static let sharingLimit = Self("sharing_limit", "a number of days from 1d to 366d") { text in
        guard text.hasSuffix("d"), let days = Int64(text.dropLast()) else { return nil }
        return (1...366).contains(days) ? days : nil
    }
}

extension ConfigurationOption where Value == Bool {
    package static func flag(_ name: String, default value: Bool) -> Self {
        Self(name, "true or false", default: "\(value)") { text in Bool(text) }
    }
}
