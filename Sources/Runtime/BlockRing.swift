/// Blocks that go round between one thread that fills them and one that empties them: both work at once, whoever is
/// faster waits, and there are never more blocks than these.
package final class BlockRing: Sendable {
    private let filled: Handover<Block>
    private let empty: Handover<Block>

    package init(blocks: Int, blockBytes: Int) {
        filled = Handover(places: blocks)
        empty = Handover(places: blocks)
        for _ in 0..<blocks { _ = empty.put(Block(capacityBytes: blockBytes)) }
    }

    // MARK: Who fills

    /// Waits for an empty block; nil once nobody wants any more.
    package func next() -> Block? { empty.take() }

    package func put(_ block: Block) { _ = filled.put(block) }

    /// No more comes.
    package func end() { filled.end() }

    // MARK: Who empties

    /// Waits for a filled block; nil after the last one.
    package func take() -> Block? { filled.take() }

    package func giveBack(_ block: Block) {
        block.count = 0
        _ = empty.put(block)
    }

    // MARK: Either

    /// Ends the exchange from either side: blocks under way are dropped, and the other side's next call returns the end.
    package func giveUp() {
        filled.end(discarding: true)
        empty.end(discarding: true)
    }
}
