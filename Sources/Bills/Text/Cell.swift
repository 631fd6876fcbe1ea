/// Bytes of one cell inside a `TextWindow`, valid until the window moves. The window is padded, so that eight bytes may
/// be loaded from before the start and past the end of any cell.
struct Cell {
    let start: UnsafePointer<UInt8>
    let count: Int

    @inline(__always)
    init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    static let paddingBytes = 128

    @inline(__always) var isEmpty: Bool { count == 0 }
    @inline(__always) var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
    @inline(__always) var isZeroDigit: Bool { count == 1 && start.pointee == UInt8(ascii: "0") }

    @inline(__always)
    subscript(_ index: Int) -> UInt8 { start[index] }

    /// Eight bytes from `offset`, the first one lowest.
    @inline(__always)
    func load(_ offset: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(start + offset).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    func dropFirst(_ dropped: Int) -> Cell { Cell(start: start + dropped, count: count - dropped) }

    /// Without tabs and spaces at both ends.
    @inline(__always)
    func trimmed() -> Cell {
        var first = start
        var length = count
        while length > 0, first[length - 1] == 0x09 || first[length - 1] == 0x20 { length -= 1 }
        while length > 0, first.pointee == 0x09 || first.pointee == 0x20 {
            first += 1
            length -= 1
        }
        return Cell(start: first, count: length)
    }

    /// The bytes as they are, for slow paths.
    var bytes: [UInt8] { Array(raw) }
}

/// Up to 32 bytes held for fast comparison with cells: account numbers and enumeration values.
struct PackedText {
    static let bytesMax = 32
    let count: Int
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// nil if longer than 32 bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.bytesMax else { return nil }
        var lanes: [UInt64] = [0, 0, 0, 0]
        for (index, byte) in bytes.enumerated() { lanes[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8) }
        words = (lanes[0], lanes[1], lanes[2], lanes[3])
        count = bytes.count
    }

    init(_ text: StaticString) {
        var lanes: [UInt64] = [0, 0, 0, 0]
        text.withUTF8Buffer { buffer in
            precondition(buffer.count <= Self.bytesMax)
            for (index, byte) in buffer.enumerated() { lanes[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8) }
        }
        words = (lanes[0], lanes[1], lanes[2], lanes[3])
        count = text.utf8CodeUnitCount
    }

    @inline(__always)
    func matches(_ cell: Cell) -> Bool {
        guard cell.count == count else { return false }
        if Self.low(cell.load(0), count) != words.0 { return false }
        if count <= 8 { return true }
        if Self.low(cell.load(8), count - 8) != words.1 { return false }
        if count <= 16 { return true }
        if Self.low(cell.load(16), count - 16) != words.2 { return false }
        return count <= 24 || Self.low(cell.load(24), count - 24) == words.3
    }

    /// The low `count` bytes; all eight from 8 on.
    @inline(__always)
    private static func low(_ word: UInt64, _ count: Int) -> UInt64 {
        count >= 8 ? word : word & ((1 << UInt64(count &* 8)) &- 1)
    }
}

extension StaticString {
    /// The text as a slice that lives as long as the program.
    var slice: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: utf8Start, count: utf8CodeUnitCount) }
}
