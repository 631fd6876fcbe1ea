/// How long a test waits for what must come. Nothing is measured by it: it only makes a failure of what would otherwise
/// never end.
package struct Patience {
    /// Longer than anything waited for takes on a machine that does much else.
    package static let seconds = 120

    private let end = ContinuousClock.now + .seconds(seconds)

    package init() {}

    package var millisecondsLeft: Int32 {
        let left = (end - .now).components
        return Int32(max(0, left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000))
    }
    package var isOver: Bool { millisecondsLeft == 0 }
}
