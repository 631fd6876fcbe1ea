import Dispatch

/// Tells that a socket has something to read, or that its peer went away: over a Unix socket that is said once only, so
/// the handler must read until nothing is left.
package final class ReadSource: Sendable {
    private let source: DispatchSource

    package init(_ descriptor: Int32, queue: DispatchQueue, handler: @escaping @Sendable () -> Void) {
        let made = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        made.setEventHandler(handler: handler)
        made.activate()
        source = concrete(made)
    }

    /// - Parameter then: runs on the source's queue; only then may the descriptor be closed, or its number would be
    ///   used again while it is still watched.
    package func cancel(then: @escaping @Sendable () -> Void) {
        source.setCancelHandler(handler: then)
        source.cancel()
    }
}
