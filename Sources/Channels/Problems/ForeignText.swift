/// Texts of an answer that nobody has proven, as a `Problem` or a log may hold them: each in the shape that its own kind
/// has, and bounded. Anything else is told by its size alone, so that neither a person's data, nor what moves a terminal,
/// nor a megabyte gets through.
enum ForeignText {
    /// Codes and names of algorithms of both channels are far shorter.
    private static let wordBytesMax = 64
    /// A host of the longest legal name would still fill three lines.
    private static let addressBytesMax = 80

    /// An error code, the name of an algorithm or of a hash: letters, digits, `_`, `-`, `.`.
    static func word(_ text: String) -> String { isWord(text) ? text : size(of: text) }

    static func isWord(_ text: String) -> Bool {
        (1...wordBytesMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) }
    }

    /// The number of a certificate or key: hexadecimal, or WeChat Pay's `PUB_KEY_ID_` and digits.
    static func serial(_ text: String) -> String {
        let digits = text.hasPrefix("PUB_KEY_ID_") ? text.dropFirst(11) : text[...]
        let isSerial =
            (1...wordBytesMax).contains(text.utf8.count) && !digits.isEmpty
            && digits.utf8.allSatisfy { isAlphanumeric($0) && ($0 | 0x20 < 0x67 || $0 < 0x3A) }
        return isSerial ? text : size(of: text)
    }

    /// An address or a part of one, which `WebAddress` has found to be printable ASCII.
    static func address(_ text: String) -> String {
        text.utf8.count <= addressBytesMax ? text : "\(text.prefix(addressBytesMax))… (\(text.utf8.count) bytes)"
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func size(of text: String) -> String { "a text of \(text.utf8.count) bytes" }
}
