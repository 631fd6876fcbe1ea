import FoundationEssentials

/// RFC 4648 base64 with the standard alphabet and padding, without line breaks.
package enum Base64 {
    package static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Strict: nil for what no encoder writes. Foundation refuses white space, foreign characters and a wrong length, but
    /// takes `Zh==` for `Zg==` and `====` for a byte of zero; so a signature would have several forms.
    package static func bytes(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }
}
