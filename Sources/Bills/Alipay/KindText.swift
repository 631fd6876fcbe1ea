import Glibc

/// The UTF-8 text of a 业务类型 in no known set. Rows of one kind follow each other, so the last one is kept.
struct KindText {
    /// Longer than any kind's name.
    private static let bytesMax = 64

    private var source: [UInt8] = []
    private var storage = Storage()

    /// Freed with the decoder; entries point into it.
    private final class Storage {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: KindText.bytesMax * 3 + 4, alignment: 8)
        var count = 0
        deinit { bytes.deallocate() }
    }

    @inline(never)
    mutating func utf8(_ cell: Cell, _ encoding: AlipayEncoding) -> UnsafeRawBufferPointer {
        if encoding == .utf8 { return StateText.bounded(cell.raw) }
        if storage.count == 0 || !cell.raw.elementsEqual(source) {
            guard cell.count <= Self.bytesMax, let text = GB18030.utf8(cell.bytes) else { return StateText.other.slice }
            source = cell.bytes
            storage.bytes.copyBytes(from: text)
            storage.count = text.count
        }
        return StateText.bounded(UnsafeRawBufferPointer(rebasing: storage.bytes[..<storage.count]))
    }
}

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
