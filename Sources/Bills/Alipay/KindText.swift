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
