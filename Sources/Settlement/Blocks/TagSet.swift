/// Numbers' tags, lower halves of their hashes, that are looked for among millions.
struct TagSet {
    /// One bit for each value of a tag's first 16 bits: settles nearly all of them at once, and lies in the cache.
    private var bits = [UInt64](repeating: 0, count: 1 << 10)
    private var tags: Set<UInt32> = []
    private var hashes: Set<UInt64> = []

    var isEmpty: Bool { tags.isEmpty }

    /// - Parameter hash: as the server sends it, big end first.
    mutating func insert(_ hash: UnsafeRawBufferPointer) {
        guard hash.count == MemoryLayout<UInt64>.size else { return }
        hashes.insert(hash.loadUnaligned(as: UInt64.self))
        insert(tag: hash.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    }

    /// - Parameter tag: as it lies in memory, big end first; a block is then met by its tags alone.
    mutating func insert(tag: UInt32) {
        tags.insert(tag)
        let place = tag & 0xFFFF
        bits[Int(place >> 6)] |= 1 << UInt64(place & 63)
    }

    /// - Parameter otherHalves: where the block has no lines that could tell a number from another with its tag.
    func meets(_ blockTags: UnsafeRawBufferPointer, _ otherHalves: UnsafeRawBufferPointer?) -> Bool {
        for offset in stride(from: 0, to: blockTags.count - 3, by: 4) {
            let tag = blockTags.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            let place = tag & 0xFFFF
            if bits[Int(place >> 6)] >> UInt64(place & 63) & 1 != 0, tags.contains(tag) {
                // Where the other half is missing, nothing is ruled out.
                guard let otherHalves, offset + 4 <= otherHalves.count else { return true }
                let half = otherHalves.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                if hashes.contains(UInt64(half) | UInt64(tag) << 32) { return true }
            }
        }
        return false
    }
}
