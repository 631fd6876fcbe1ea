import Glibc

/// A short row of things on their way from some threads to others: whoever is faster waits. This is what bounds the
/// memory of everything that works ahead.
package final class Handover<Element: Sendable>: @unchecked Sendable {  // touched under the mutex only
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let moved = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let places: Int
    private var elements: [Element] = []
    private var isEnded = false

    /// - Parameter places: how many elements may wait, at least 1.
    package init(places: Int) {
        self.places = max(1, places)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(moved, nil)
    }

    deinit {
        pthread_cond_destroy(moved)
        pthread_mutex_destroy(mutex)
        moved.deallocate()
        mutex.deallocate()
    }

    /// Waits for a place. False once it has ended: nobody will take the element any more.
    package func put(_ element: Element) -> Bool {
        locked {
            while elements.count >= places, !isEnded { pthread_cond_wait(moved, mutex) }
            guard !isEnded else { return false }
            elements.append(element)
            return true
        }
    }

    /// Waits for an element; nil once it has ended and nothing is left.
    package func take() -> Element? {
        locked {
            while elements.isEmpty, !isEnded { pthread_cond_wait(moved, mutex) }
            return elements.isEmpty ? nil : elements.removeFirst()
        }
    }

    /// Nothing comes any more. Called by those who put when they are done, or by those who take when they give up.
    package func end(discarding: Bool = false) {
        locked {
            isEnded = true
            if discarding { elements.removeAll() }
        }
    }

    private func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(moved)
            pthread_mutex_unlock(mutex)
        }
        return body()
    }
}
