import Dispatch

/// One piece of work on a queue of its own, and what came of it.
package final class QueuedWork<Outcome>: Sendable {
    private let outcome = Guarded<Result<Outcome, any Error>?>(nil)

    package init(_ name: String, _ work: @escaping @Sendable () throws -> Outcome) {
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
