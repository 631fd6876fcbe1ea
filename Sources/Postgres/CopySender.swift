import CLibpq
import Runtime

/// Gives a COPY's bytes to libpq on a queue of its own, so that the next rows are made while the server takes in the last
/// ones. Without it both work in turn: a socket holds less than the server's pauses last.
final class CopySender: Sendable {
    /// Enough for the server to be busy while the maker of rows reads a block of its file, and the other way round.
    private static let blocks = 8
    private static let blockBytes = 256 * 1024

    private let ring = BlockRing(blocks: blocks, blockBytes: blockBytes)
    private let sending: QueuedWork<Void>

    init(_ handle: OpaquePointer) {
        // Unsafe only for the compiler: libpq lets one thread at a time use a connection, and until the sending has ended
        // that is the queue's.
        nonisolated(unsafe) let handle = handle
        sending = QueuedWork("copy") { [ring] in
            while let block = ring.take() {
                guard putCopyData(handle, block.filled) else {
                    ring.giveUp()
                    throw copyFailure(handle)
                }
                ring.giveBack(block)
            }
        }
    }

    /// Waits for a block that is free.
    /// - Throws: why the sending has failed.
    func next() throws(PostgresError) -> Block {
        if let block = ring.next() { return block }
        do { try sending.wait() } catch let failure as PostgresError { throw failure } catch {}
        preconditionFailure("blocks end with a failure to send")
    }

    func send(_ block: Block) { ring.put(block) }

    /// Returns when libpq has everything.
    func finish() throws {
        ring.end()
        try sending.wait()
    }

    /// Drops the blocks that were not sent yet, and waits until the sending has ended.
    func abandon() {
        ring.giveUp()
        try? sending.wait()
    }
}

func putCopyData(_ handle: OpaquePointer, _ bytes: UnsafeRawBufferPointer) -> Bool {
    PQputCopyData(handle, bytes.assumingMemoryBound(to: CChar.self).baseAddress, Int32(bytes.count)) == 1
}

func copyFailure(_ handle: OpaquePointer) -> PostgresError {
    PostgresError(
        sqlState: "", message: oneLine(String(cString: PQerrorMessage(handle))), constraint: nil, context: nil)
}
