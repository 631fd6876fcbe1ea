/// Bytes that are handed from one thread to the next, and used again. In one thread's hands at a time.
package final class Block {
    private let memory: UnsafeMutableRawBufferPointer
    /// Bytes filled so far.
    package var count = 0

    package init(capacityBytes: Int) { memory = .allocate(byteCount: capacityBytes, alignment: 16) }
    deinit { memory.deallocate() }

    package var capacity: Int { memory.count }
    package var filled: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }
    /// All of it, to be filled anew.
    package var room: UnsafeMutableRawBufferPointer { memory }

    /// False when there is no room left.
    package func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard count + bytes.count <= memory.count else { return false }
        if let target = memory.baseAddress, let source = bytes.baseAddress {
            (target + count).copyMemory(from: source, byteCount: bytes.count)
        }
        count += bytes.count
        return true
    }
}
