/// Numbers' tags, each with a block that has it, in memory of a fixed size.
struct TaggedBlocks: ~Copyable {
    /// The tag above, the block below: in the order of both when sorted.
    private var pairs: UnsafeMutableBufferPointer<UInt64>
    private var scratch: UnsafeMutableBufferPointer<UInt64>
    private(set) var count = 0

    /// What one pair takes, with its place to be sorted to.
    static let bytesPerPair = 2 * MemoryLayout<UInt64>.size

    init(capacity: Int) {
        pairs = .allocate(capacity: capacity)
        scratch = .allocate(capacity: capacity)
    }

    deinit {
        pairs.deallocate()
        scratch.deallocate()
    }

    mutating func removeAll() { count = 0 }

    @inline(__always)
    mutating func append(tag: UInt32, block: Int32) {
        if count == pairs.count { grow() }
        pairs[count] = UInt64(tag) << 32 | UInt64(UInt32(bitPattern: block))
        count &+= 1
    }

    /// Numbers are spread evenly, their tags as well; a part may nevertheless have more than was reckoned with.
    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: max(1024, pairs.count * 2))
        _ = larger.update(fromContentsOf: pairs[..<count])
        pairs.deallocate()
        scratch.deallocate()
        pairs = larger
        scratch = .allocate(capacity: larger.count)
    }

    private static let digitBits: UInt64 = 11

    /// Sorts by tag, then block; each pair stands there once.
    mutating func sort() {
        // Blocks come in order from one run, and not from several that were merged once: both halves are sorted.
        for shift in stride(from: 0, to: UInt64(UInt64.bitWidth), by: Int(Self.digitBits)) { sort(byDigitAt: shift) }
        var kept = 0
        for index in 0..<count where kept == 0 || pairs[kept - 1] != pairs[index] {
            pairs[kept] = pairs[index]
            kept += 1
        }
        count = kept
    }

    private mutating func sort(byDigitAt shift: UInt64) {
        let mask = ((1 as UInt64) << Self.digitBits) - 1
        var places = [Int](repeating: 0, count: 1 << Self.digitBits)
        for index in 0..<count { places[Int((pairs[index] >> shift) & mask)] += 1 }
        if places.contains(count) { return }
        var place = 0
        for digit in places.indices {
            let size = places[digit]
            places[digit] = place
            place += size
        }
        for index in 0..<count {
            let digit = Int((pairs[index] >> shift) & mask)
            scratch[places[digit]] = pairs[index]
            places[digit] += 1
        }
        swap(&pairs, &scratch)
    }

    @inline(__always)
    subscript(index: Int) -> (tag: UInt32, block: Int32) {
        (UInt32(truncatingIfNeeded: pairs[index] >> 32), Int32(truncatingIfNeeded: pairs[index]))
    }
}
