import Postgres
import Runtime

/// Sessions that copy rows into a load, each on a queue of its own, while the rows are still being made.
struct EntryLoaders: ~Copyable {
    private let filled: Handover<Block>
    private let empty: Handover<Block>
    private let workers: [QueuedWork<Void>]
    private var block: Block

    /// Two blocks for each session: one on its way, one being waited for.
    private static let blocksPerLoader = 2

    /// - Parameter sql: the COPY that every session runs, in the binary format.
    init(_ pace: Pace, _ parameters: Connection.Parameters, _ sql: String) {
        let places = Self.blocksPerLoader * pace.loaders
        let filled = Handover<Block>(places: places)
        let empty = Handover<Block>(places: places + 1)
        for _ in 0..<places { _ = empty.put(Block(capacityBytes: pace.blockBytes)) }
        (self.filled, self.empty) = (filled, empty)
        block = Block(capacityBytes: pace.blockBytes)
        workers = (0..<pace.loaders).map { _ in
            QueuedWork("loader") {
                // Whoever fails ends it for all: the rows are needed whole.
                do {
                    let session = try Connection(parameters, name: "reconciled load")
                    try session.copyIn(sql) { writer in
                        try writer.header()
                        while let block = filled.take() {
                            try writer.raw(block.filled)
                            block.count = 0
                            _ = empty.put(block)
                        }
                        try writer.trailer()
                    }
                } catch {
                    filled.end(discarding: true)
                    empty.end()
                    throw error
                }
            }
        }
    }

    mutating func add(_ row: UnsafeRawBufferPointer) throws {
        if block.append(row) { return }
        try handOver()
        if block.append(row) { return }
        block = Block(capacityBytes: row.count)
        _ = block.append(row)
    }

    private mutating func handOver() throws {
        guard filled.put(block), let next = empty.take() else { throw failure() }
        block = next
    }

    /// Returns when every row is in the load and committed.
    consuming func finish() throws {
        guard filled.put(block) else { throw failure() }
        filled.end()
        for worker in workers { try worker.wait() }
    }

    /// Forgets the rows that are on their way.
    consuming func abandon() {
        filled.end(discarding: true)
        empty.end()
        for worker in workers { try? worker.wait() }
    }

    private borrowing func failure() -> any Error {
        for worker in workers {
            do { try worker.wait() } catch { return error }
        }
        preconditionFailure("a session that gave up says why")
    }
}
