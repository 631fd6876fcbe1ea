import Glibc
import Vocabulary

/// What the words of a row come to, kept by their bytes: a bill of a million rows has a few dozen combinations, so the
/// tables that an accountant reads are asked once for each and need not be fast.
///
/// A combination has one place, which the next one with the same place takes. What is handed out points into it, and is
/// valid until the next combination is asked for.
final class KnownWords {
    /// Of a row's words.
    struct Words {
        var into = MovementClass.other
        var outOf = MovementClass.other
        /// The words alone do not tell: the channel's decoder looks further in the row.
        var isOpen = false
        var name = UnsafeRawBufferPointer(start: nil, count: 0)
        var type = UnsafeRawBufferPointer(start: nil, count: 0)
        var code = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    /// The same, before it is kept.
    struct Found {
        var into = MovementClass.other
        var outOf = MovementClass.other
        var isOpen = false
        var name: [UInt8] = []
        var type: [UInt8] = []
        var code: [UInt8] = []
    }

    private static let places = 256
    /// Of both cells together; longer words are read each time anew.
    private static let keyBytesMax = 256
    private static let codeBytesMax = 16
    private static let placeBytes = keyBytesMax + 2 * BusinessName.bytesMax + codeBytesMax

    private let bytes = UnsafeMutableRawPointer.allocate(byteCount: places * placeBytes, alignment: 8)
    private let words = UnsafeMutablePointer<Words>.allocate(capacity: places)
    /// -1 where nothing is kept.
    private let counts = UnsafeMutablePointer<(first: Int, second: Int)>.allocate(capacity: places)

    init() {
        words.initialize(repeating: Words(), count: Self.places)
        counts.initialize(repeating: (-1, -1), count: Self.places)
    }

    deinit {
        bytes.deallocate()
        words.deallocate()
        counts.deallocate()
    }

    @inline(__always)
    func words(_ first: Cell, _ second: Cell, found: (Cell, Cell) -> Found) -> Words {
        let hash = ContentHash.hash(second, seed: ContentHash.hash(first, seed: 1))
        let place = Int(truncatingIfNeeded: hash & UInt64(Self.places - 1))
        let key = bytes + place * Self.placeBytes
        let count = counts[place]
        if count.first == first.count, count.second == second.count, memcmp(key, first.start, first.count) == 0,
            memcmp(key + first.count, second.start, second.count) == 0
        {
            return words[place]
        }
        return keep(found(first, second), of: first, second, at: place)
    }

    @inline(never)
    private func keep(_ found: Found, of first: Cell, _ second: Cell, at place: Int) -> Words {
        let key = bytes + place * Self.placeBytes
        var end = key + Self.keyBytesMax
        func kept(_ text: [UInt8], _ bytesMax: Int) -> UnsafeRawBufferPointer {
            guard text.count <= bytesMax else { return UnsafeRawBufferPointer(start: nil, count: 0) }
            let start = end
            text.withUnsafeBytes { if let base = $0.baseAddress { start.copyMemory(from: base, byteCount: $0.count) } }
            end += bytesMax
            return UnsafeRawBufferPointer(start: start, count: text.count)
        }
        words[place] = Words(
            into: found.into, outOf: found.outOf, isOpen: found.isOpen, name: kept(found.name, BusinessName.bytesMax),
            type: kept(found.type, BusinessName.bytesMax), code: kept(found.code, Self.codeBytesMax))
        if first.count + second.count <= Self.keyBytesMax {
            key.copyMemory(from: first.start, byteCount: first.count)
            (key + first.count).copyMemory(from: second.start, byteCount: second.count)
            counts[place] = (first.count, second.count)
        } else {
            counts[place] = (-1, -1)
        }
        return words[place]
    }
}
