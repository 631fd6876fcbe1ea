/// The text of a state or kind that is in no known set. It is stored, so it is kept only where it looks like the name of
/// a state. Where a row is shifted it could be a name, an openid or a phone number.
enum StateText {
    /// Han characters of a kind's name: 预授权解冻退款 has seven.
    private static let hanMax = 8
    /// ASCII letters of a state's name. An openid has 28, and mostly digits among them.
    private static let lettersMax = 20

    /// Shown in place of a text that is too long or has other characters than a state's.
    static let other: StaticString = "other text"

    /// The text itself, or what stands for it; lives as long as both.
    @inline(never)
    static func bounded(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        isWord(text) || isHan(text) ? text : other.slice
    }

    /// Letters and what joins them; also nothing at all.
    private static func isWord(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count <= lettersMax
            && text.allSatisfy { byte in
                (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            }
    }

    /// U+4E00 to U+9FFF, three bytes each.
    private static func isHan(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count <= hanMax * 3, let decoded = String(validating: text, as: UTF8.self) else { return false }
        return decoded.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
    }
}
