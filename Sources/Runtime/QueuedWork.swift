import Dispatch

/// One piece of work on a queue of its own, and what came of it.
package final class QueuedWork<Outcome>: Sendable {
    private let outcome = Guarded<Result<Outcome, any Error>?>(nil)

    /// - Parameter work: what it holds is nobody else's from here on.
    package init(_ name: String, _ work: sending @escaping () throws -> Outcome) {
        // Dispatch asks for more than it needs: the compiler sees at every call that only the queue has it.
        nonisolated(unsafe) let work = work
        DispatchQueue(label: "reconciled.\(name)").async { [outcome] in
            let ended = Result { try work() }
            outcome.with { $0 = ended }
        }
    }

    /// Waits until the work has ended; may be called again.
    /// - Throws: what the work threw.
    @discardableResult
    package func wait() throws -> Outcome {
        try outcome.with(when: { $0 != nil }) { ended in
            guard let ended else { preconditionFailure("it has ended") }
            return try ended.get()
        }
    }
}
