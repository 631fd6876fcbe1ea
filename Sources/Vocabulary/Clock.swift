#if canImport(Glibc)
    import Glibc
#endif

/// The wall clock, passed in so that tests and simulations choose the time.
package struct Clock: Sendable {
    /// Seconds since 1970-01-01 00:00:00 UTC.
    package let epochSeconds: @Sendable () -> Int64

    package init(epochSeconds: @escaping @Sendable () -> Int64) { self.epochSeconds = epochSeconds }

    package static let system = Clock { Int64(time(nil)) }
    /// A clock that stands still.
    package static func fixed(_ epochSeconds: Int64) -> Clock { Clock { epochSeconds } }

    package var today: BusinessDay { BusinessDay(epochSeconds: epochSeconds()) }
}
