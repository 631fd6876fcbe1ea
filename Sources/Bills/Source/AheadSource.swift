import Runtime

/// Another source's bytes, read on a queue of its own while those before are worked on: inflating takes as long as
/// decoding does.
final class AheadSource: ByteSource {
    /// One that is being filled, one that is being read, and two for when one of both is held up.
    private static let blocks = 4
    /// As much as is decoded at a time. Small enough for the second-level cache together with what is being worked on.
    static let blockBytes = 256 * 1024

    private let ring = BlockRing(blocks: blocks, blockBytes: blockBytes)
    private let reading: QueuedWork<Void>
    private let position = Guarded<Int64>(0)
    var fileBytesRead: Int64 { position.with { $0 } }
    private var block: Block?
    /// Bytes of the block that were read.
    private var used = 0

    init(_ source: sending any ByteSource) {
        reading = QueuedWork("unpacking") { [ring, position] in
            defer { ring.end() }
            while let block = ring.next() {
                block.count = try source.read(into: block.room)
                let read = source.fileBytesRead
                position.with { $0 = read }
                guard block.count > 0 else { return }
                ring.put(block)
            }
        }
    }

    deinit {
        ring.giveUp()
        try? reading.wait()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let block = block ?? ring.take() else {
            try reading.wait()
            return 0
        }
        self.block = block
        let rest = UnsafeRawBufferPointer(rebasing: block.filled[used...])
        let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(buffer.count))
        buffer.copyMemory(from: piece)
        used += piece.count
        if used == block.count {
            ring.giveBack(block)
            self.block = nil
            used = 0
        }
        return piece.count
    }
}
