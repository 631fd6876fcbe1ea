import Cryptography
import Runtime
import Vocabulary

/// SHA-1 of a bill's own bytes, which may come packed, worked out on queues of its own while more bytes arrive.
final class QueuedBillDigest: Sendable {
    /// Some are inflated while the network fills others, as it comes in gusts; few, as an allocator keeps what was freed and
    /// a day of millions needs the room for matching.
    private static let blocks = 4
    private static let blockBytes = 128 * 1024

    private let ring = BlockRing(blocks: blocks, blockBytes: blockBytes)
    private let working: QueuedWork<String>

    init(limits: TransferLimits) {
        working = QueuedWork("digest") { [ring] in
            // Whoever fills hears of a refusal at the next block.
            defer { ring.giveUp() }
            var next = ring.take()
            let isPacked = next.map { FileForm(firstBytes: $0.firstBytes) == .gzip } ?? false
            let inflating = isPacked ? InflatingDigest(limits: limits) : nil
            var digest = Digest(.sha1)
            while let block = next {
                if let inflating { try inflating.update(block.filled) } else { digest.update(block.filled) }
                ring.giveBack(block)
                next = ring.take()
            }
            if let inflating { return try inflating.finish() }
            return Hexadecimal.text(digest.finish())
        }
    }

    deinit { ring.giveUp() }

    /// An empty block.
    /// - Throws: why the bytes so far are refused.
    func next() throws(Problem) -> Block {
        if let block = ring.next() { return block }
        _ = try ended()
        preconditionFailure("blocks end with a refusal")
    }

    func put(_ block: Block) { ring.put(block) }

    /// Lower-case hexadecimal, once everything is in it.
    func finish() throws(Problem) -> String {
        ring.end()
        return try ended()
    }

    private func ended() throws(Problem) -> String {
        do { return try working.wait() } catch let problem as Problem { throw problem } catch {
            preconditionFailure("nothing else is thrown")
        }
    }
}

extension Block {
    /// What tells one kind of file from another.
    var firstBytes: [UInt8] { Array(filled.prefix(4)) }
}
