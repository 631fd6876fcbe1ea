import Synchronization

/// Tells work under way that the service stops: it ends soon, and without a result.
package final class StopSignal: Sendable {
    private let raised = Atomic(false)

    package init() {}

    package func raise() { raised.store(true, ordering: .releasing) }
    package var isRaised: Bool { raised.load(ordering: .acquiring) }
}
