/// A short row of things on their way from some threads to others: whoever is faster waits. This is what bounds the
/// memory of everything that works ahead. An element belongs to whoever took it.
package final class Handover<Element>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isEnded = false
    }

    private let places: Int
    private let state = Guarded(State())

    /// - Parameter places: how many elements may wait, at least 1.
    package init(places: Int) { self.places = max(1, places) }

    /// Waits for a place. False once it has ended: nobody will take the element any more.
    package func put(_ element: Element) -> Bool {
        state.with(when: { $0.elements.count < places || $0.isEnded }) { state in
            guard !state.isEnded else { return false }
            state.elements.append(element)
            return true
        }
    }

    /// Waits for an element; nil once it has ended and nothing is left.
    package func take() -> Element? {
        state.with(when: { !$0.elements.isEmpty || $0.isEnded }) { state in
            state.elements.isEmpty ? nil : state.elements.removeFirst()
        }
    }

    /// Nothing comes any more. Called by those who put when they are done, or by those who take when they give up.
    package func end(discarding: Bool = false) {
        state.with { state in
            state.isEnded = true
            if discarding { state.elements.removeAll() }
        }
    }
}
