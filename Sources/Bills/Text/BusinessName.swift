/// Whether a text looks like the name of a kind of business: 代金券/立减/折扣, 退款（交易退款）, U先. Only then it may leave the
/// file: anything else could be a person's name with a phone number, an account or an order. Digits are in no such name.
enum BusinessName {
    /// Characters; 限时红包代商家垫付扣回 has eleven, a group and a detail joined by `-` twice as many.
    private static let charactersMax = 24
    static let bytesMax = charactersMax * 3
    private static let joints: Set<Unicode.Scalar> = [
        "/", "-", "_", "(", ")", "+", "&", ":", " ", "（", "）", "、", "·", "：", "—", "－", "／",
    ]

    /// The text itself, or nothing.
    static func bounded(_ utf8: [UInt8]) -> [UInt8] {
        guard utf8.count <= bytesMax, let text = String(validating: utf8, as: UTF8.self) else { return [] }
        let scalars = text.unicodeScalars
        let isLetter = { (scalar: Unicode.Scalar) in
            (0x4E00...0x9FFF).contains(scalar.value) || (scalar.value < 0x80 && scalar.properties.isAlphabetic)
        }
        guard scalars.count <= charactersMax, scalars.contains(where: isLetter),
            scalars.allSatisfy({ isLetter($0) || joints.contains($0) })
        else { return [] }
        return utf8
    }
}
