import Glibc

/// A value that several threads share, reached by one at a time, with a condition to wait on. A pthread mutex, because
/// the thread sanitizer understands it.
///
/// Unchecked, because the compiler cannot know that `value` is touched between lock and unlock only. What comes out of
/// `with` must be a copy, or be in one thread's hands at a time.
package final class Guarded<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    package init(_ value: Value) {
        self.value = value
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Not to be called again from `body`.
    package func with<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try with(when: { _ in true }, body)
    }

    /// Blocks until `isReached` holds, which is asked again after each change, and then does `body`.
    package func with<Result, Failure: Error>(
        when isReached: (Value) -> Bool, _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        while !isReached(value) { pthread_cond_wait(changed, mutex) }
        return try body(&value)
    }
}
