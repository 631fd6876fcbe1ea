/// How a piece of a number becomes bytes: what PostgreSQL's `encode` turns back, by the names that it has for them.
enum NumberCoding: CaseIterable {
    case hex
    case base64
    case escape

    var name: StaticString {
        switch self {
        case .hex: "hex"
        case .base64: "base64"
        case .escape: "escape"
        }
    }

    static let none: UInt8 = 1 << 7

    var charactersPerGroup: Int {
        switch self {
        case .hex: 2
        case .base64: 4
        case .escape: 1
        }
    }

    var bytesPerGroup: Int { if case .base64 = self { 3 } else { 1 } }

    func bytes(_ piece: Range<Int>) -> Int { piece.count / charactersPerGroup * bytesPerGroup }

    /// Of every character what it stands for, `none` where it is not among them.
    var values: [UInt8] {
        switch self {
        case .hex: Self.hexValues
        case .base64: Self.base64Values
        case .escape: Self.escapeValues
        }
    }

    func value(_ character: UInt8) -> UInt8? {
        let value = values[Int(character)]
        return value < Self.none ? value : nil
    }

    /// Appends one group of characters as bytes.
    /// - Parameter values: this coding's.
    @inline(__always)
    func append(
        _ characters: UnsafeRawPointer, _ values: UnsafeBufferPointer<UInt8>, to buffer: inout ByteBuffer
    ) {
        func value(_ offset: Int) -> UInt8 { values[Int(characters.load(fromByteOffset: offset, as: UInt8.self))] }
        switch self {
        case .hex: buffer.append(value(0) << 4 | value(1))
        case .base64:
            buffer.append(value(0) << 2 | value(1) >> 4)
            buffer.append(value(1) << 4 | value(2) >> 2)
            buffer.append(value(2) << 6 | value(3))
        case .escape: buffer.append(value(0))
        }
    }

    private static func values(_ alphabet: String) -> [UInt8] {
        var values = [UInt8](repeating: none, count: 256)
        for (value, character) in alphabet.utf8.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }

    private static let hexValues = values("0123456789abcdef")
    private static let base64Values = values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    private static let escapeValues = (0..<256).map { (0x20..<0x7F).contains($0) && $0 != 0x5C ? UInt8($0) : none }
}
