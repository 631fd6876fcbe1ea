import Cryptography
import Runtime

/// SHA-1 on a queue of its own, over blocks that whoever makes the bytes fills.
final class QueuedSHA1: Sendable {
    private static let blocks = 4
    private static let blockBytes = 128 * 1024

    private let ring = BlockRing(blocks: blocks, blockBytes: blockBytes)
    private let hashing: QueuedWork<String>

    init() {
        hashing = QueuedWork("sha1") { [ring] in
            var digest = Digest(.sha1)
            while let block = ring.take() {
                digest.update(block.filled)
                ring.giveBack(block)
            }
            return Hexadecimal.text(digest.finish())
        }
    }

    deinit { ring.giveUp() }

    /// An empty block.
    func next() -> Block {
        guard let block = ring.next() else { preconditionFailure("a block was asked for after the last one") }
        return block
    }

    func put(_ block: Block) { ring.put(block) }

    /// Lower-case hexadecimal, once everything is in it.
    func finish() -> String {
        ring.end()
        do { return try hashing.wait() } catch { preconditionFailure("hashing does not fail") }
    }
}
