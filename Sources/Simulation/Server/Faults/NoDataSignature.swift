import Cryptography
import Vocabulary

/// Who signs an answer that says that a day had no business. The raw value is that of a fault file.
package enum NoDataSignature: String, Hashable, Sendable, CaseIterable {
    /// The channel.
    case valid
    /// No signature at all, which the protocol allows an error.
    case missing
    /// The channel's key, but over another text.
    case wrong
    /// A key that is nobody's, in the channel's name.
    case stranger
    /// That key, in its own name.
    case unknownKey = "unknown_key"
    /// The channel, an hour ago; WeChat Pay only, as Alipay's answers bear no time.
    case stale
    /// The merchant's own key: in the channel's name, or by its own certificate.
    case own

    static let staleSeconds: Int64 = 3600

    /// Made once: it takes a tenth of a second.
    static let strangersKey = Result { () throws(Problem) in try PrivateKey.generate() }
}
