import Dispatch
import Glibc

/// A timer that is set again and again. Its handler is `@Sendable`, so that it takes on nobody's isolation: one written in
/// main-actor code would end the process when it fires.
package final class WakeTimer: Sendable {
    private let source: DispatchSource

    package init(queue: DispatchQueue, handler: @escaping @Sendable () -> Void) {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler(handler: handler)
        timer.schedule(deadline: .distantFuture)
        timer.activate()
        source = concrete(timer)
    }

    deinit { source.cancel() }

    /// Fires once, by the wall clock, also when that is set or the machine slept. Seconds since 1970 UTC.
    package func set(atEpochSeconds: Int64) {
        source.schedule(wallDeadline: DispatchWallTime(timespec: timespec(tv_sec: Int(atEpochSeconds), tv_nsec: 0)))
    }

    /// Fires again and again, by the monotonic clock.
    package func set(everySeconds seconds: Double) {
        // Nothing here needs more than a tenth; the kernel may then wake for several timers at once.
        let leeway = DispatchTimeInterval.nanoseconds(Int(seconds * 1e8))
        source.schedule(deadline: .now() + seconds, repeating: seconds, leeway: leeway)
    }

    /// Fires once, by the monotonic clock.
    package func set(afterSeconds seconds: Double) { source.schedule(deadline: .now() + seconds) }

    package func unset() { source.schedule(deadline: .distantFuture) }
}

/// The class behind a source is Sendable, its protocols are not.
func concrete(_ source: any DispatchSourceProtocol) -> DispatchSource {
    guard let source = source as? DispatchSource else { preconditionFailure("every source is a DispatchSource") }
    return source
}
