import Dispatch
import Glibc

/// Tells of a signal. Several that come at once may be told of once.
package final class SignalSource: Sendable {
    private let source: DispatchSource
    private let registered = DispatchSemaphore(value: 0)

    package init(_ signal: Int32, queue: DispatchQueue, handler: @escaping @Sendable () -> Void) {
        let made = DispatchSource.makeSignalSource(signal: signal, queue: queue)
        made.setEventHandler(handler: handler)
        let registered = registered
        made.setRegistrationHandler { registered.signal() }
        made.activate()
        source = concrete(made)
    }

    deinit { source.cancel() }

    /// From then on the signal does not end the process any more. Not to be called on the source's queue.
    package func waitUntilRegistered() { registered.wait() }

    /// A peer that closed its end is an error of the call, not the end of the process; the sources above don't cover it.
    package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}
