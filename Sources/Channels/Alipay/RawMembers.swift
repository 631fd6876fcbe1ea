/// The members of a JSON object with the exact bytes of their values, for signatures that cover raw text
/// (Alipay 2.6). Respects strings, escapes and nesting, and refuses what is not one object.
struct RawMembers {
    /// In order of appearance. Names are raw, as between their quotes.
    private(set) var members: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []

    /// Alipay's answers nest three deep.
    static let depthMax = 64
    /// They have three members; the pairwise comparison of so few costs nothing.
    static let membersMax = 16

    /// nil for anything but one JSON object of a few members, and for one that names a member twice, or a member in
    /// escapes, which two readers would read two ways.
    /// - Parameter work: is called with how many bytes were looked at, whatever comes of it.
    init?(_ bytes: [UInt8], work: (_ bytesLookedAt: Int) -> Void = { _ in }) {
        var scanner = Scanner(bytes: bytes)
        defer { work(scanner.position) }
        scanner.skipSpace()
        guard scanner.take(UInt8(ascii: "{")) else { return nil }
        scanner.skipSpace()
        if !scanner.take(UInt8(ascii: "}")) {
            repeat {
                scanner.skipSpace()
                guard let quoted = scanner.takeString() else { return nil }
                let name = quoted.dropFirst().dropLast()
                guard members.count < Self.membersMax, !name.contains(UInt8(ascii: "\\")) else { return nil }
                scanner.skipSpace()
                guard scanner.take(UInt8(ascii: ":")) else { return nil }
                scanner.skipSpace()
                guard let value = scanner.takeValue(), !members.contains(where: { $0.name == name }) else { return nil }
                members.append((name, value))
                scanner.skipSpace()
            } while scanner.take(UInt8(ascii: ","))
            guard scanner.take(UInt8(ascii: "}")) else { return nil }
        }
        scanner.skipSpace()
        guard scanner.isAtEnd else { return nil }
    }

    subscript(name: String) -> ArraySlice<UInt8>? { members.first { $0.name.elementsEqual(name.utf8) }?.value }

    private struct Scanner {
        let bytes: [UInt8]
        /// Only grows, so that reading ends.
        private(set) var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position >= bytes.count }
        var next: UInt8? { isAtEnd ? nil : bytes[position] }

        mutating func skipSpace() {
            while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard next == byte else { return false }
            position += 1
            return true
        }

        /// With its quotes.
        mutating func takeString() -> ArraySlice<UInt8>? {
            let start = position
            guard take(UInt8(ascii: "\"")) else { return nil }
            while let byte = next {
                position += 1
                if byte == UInt8(ascii: "\"") { return bytes[start..<position] }
                if byte == UInt8(ascii: "\\") {
                    guard !isAtEnd else { return nil }
                    position += 1
                }
            }
            return nil
        }

        mutating func takeValue() -> ArraySlice<UInt8>? {
            let start = position
            var closers: [UInt8] = []
            repeat {
                switch next {
                case nil: return nil
                case UInt8(ascii: "\""): guard takeString() != nil else { return nil }
                case UInt8(ascii: "{"):
                    closers.append(UInt8(ascii: "}"))
                    position += 1
                case UInt8(ascii: "["):
                    closers.append(UInt8(ascii: "]"))
                    position += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    guard closers.popLast() == next else { return nil }
                    position += 1
                default:
                    // Between brackets: separators and literals, which the decoder of the value judges.
                    guard closers.isEmpty ? takeLiteral() : skipOne() else { return nil }
                }
                guard closers.count <= RawMembers.depthMax else { return nil }
            } while !closers.isEmpty
            return bytes[start..<position]
        }

        private mutating func skipOne() -> Bool {
            position += 1
            return true
        }

        /// A number, true, false or null.
        private mutating func takeLiteral() -> Bool {
            let start = position
            while let byte = next,
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "E")
            { position += 1 }
            return position > start
        }
    }
}
