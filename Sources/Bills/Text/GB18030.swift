import Glibc

/// Decoding of the few words that a person will see.
enum GB18030 {
    /// nil for bytes that are no GB18030.
    static func utf8(_ bytes: [UInt8]) -> [UInt8]? { convert(bytes, from: "GB18030", to: "UTF-8") }

    static func convert(_ bytes: [UInt8], from source: String, to target: String) -> [UInt8]? {
        guard let descriptor = iconv_open(target, source), Int(bitPattern: descriptor) != -1 else { return nil }
        defer { iconv_close(descriptor) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // A byte becomes at most three, and none is lost.
        var output = [CChar](repeating: 0, count: bytes.count * 3 + 4)
        var inputLeft = input.count
        var outputLeft = output.count
        let isWhole = input.withUnsafeMutableBufferPointer { from in
            output.withUnsafeMutableBufferPointer { into in
                var fromNext = from.baseAddress
                var intoNext = into.baseAddress
                return iconv(descriptor, &fromNext, &inputLeft, &intoNext, &outputLeft) == 0 && inputLeft == 0
            }
        }
        return isWhole ? output.prefix(output.count - outputLeft).map { UInt8(bitPattern: $0) } : nil
    }
}
