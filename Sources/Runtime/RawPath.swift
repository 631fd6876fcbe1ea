#if canImport(Glibc)
    import Glibc
#endif

/// File names are bytes. Swift repairs what is no UTF-8 when it makes texts of a program's arguments, and the repaired name
/// leads nowhere: an archive that was unpacked without its code page leaves names in GBK. Here each such byte becomes a
/// character of the last private-use plane, which no name holds, and becomes the byte again where a file is opened.
package enum RawPath {
    /// U+10FE80 to U+10FEFF stand for the bytes 0x80 to 0xFF; those below are characters of their own.
    private static let firstScalar: UInt32 = 0x10_FE00

    /// The arguments of this program, its name aside.
    package static func arguments() -> [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            CommandLine.unsafeArgv[index].map { start in
                text(UnsafeRawBufferPointer(start: start, count: strlen(start)))
            }
        }
    }

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = String.UnicodeScalarView()
        var rest = bytes[...]
        while !rest.isEmpty {
            let character = (1...4).lazy.compactMap { count in
                rest.count >= count ? String(validating: rest.prefix(count), as: UTF8.self) : nil
            }.first
            if let character {
                text.append(contentsOf: character.unicodeScalars)
                rest = rest.dropFirst(character.utf8.count)
            } else if let byte = rest.popFirst(), let scalar = Unicode.Scalar(firstScalar + UInt32(byte)) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// What the system knows the path as, with a zero at the end.
    package static func bytes(of path: String) -> [CChar] {
        var bytes: [UInt8] = []
        for scalar in path.unicodeScalars {
            if let byte = byte(of: scalar) { bytes.append(byte) } else { bytes += Array(String(scalar).utf8) }
        }
        return bytes.map { CChar(bitPattern: $0) } + [0]
    }

    /// For people: a byte that is no character as `\\xB5`.
    package static func shown(_ path: String) -> String {
        path.unicodeScalars.map { scalar in
            byte(of: scalar).map { "\\x" + String($0, radix: 16, uppercase: true) } ?? String(scalar)
        }.joined()
    }

    private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.value >= firstScalar + 0x80, scalar.value <= firstScalar + 0xFF else { return nil }
        return UInt8(scalar.value - firstScalar)
    }
}
