import Dispatch

/// One piece of work on a queue of its own, and what came of it.
package final class Worker: @unchecked Sendable {  // the failure is read only after the work has ended
    private let queue: DispatchQueue
    private let ended = DispatchGroup()
    private var failure: (any Error)?

    package init(_ name: String, _ work: @escaping @Sendable () throws -> Void) {
        queue = DispatchQueue(label: "reconciled.\(name)")
        queue.async(group: ended) { [self] in
            do { try work() } catch { failure = error }
        }
    }

    /// Waits until the work has ended.
    /// - Throws: what the work threw.
    package func wait() throws {
        ended.wait()
        if let failure { throw failure }
    }
}
