/// A length along a chart, in hundredths of a percent of its width, so that charts scale with the page while their
/// text does not.
struct Percent: Hashable, Comparable {
    let hundredths: Int64

    init(hundredths: Int64) { self.hundredths = hundredths }

    /// - Parameter whole: more than 0.
    init(_ part: Int64, of whole: Int64) {
        // Ten thousand times an amount may overflow; a drawing needs no more digits than a Double has.
        hundredths = drawn(Double(part) / Double(max(1, whole)) * 10_000)
    }

    static func < (left: Self, right: Self) -> Bool { left.hundredths < right.hundredths }

    /// `12.34%`.
    var text: String {
        let magnitude = hundredths.magnitude
        let cents = magnitude % 100
        return "\(hundredths < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)%"
    }
}

/// A place in a drawing. What lies far outside it, or is no number, is drawn at its edge: it ends no process.
func drawn(_ place: Double) -> Int64 {
    let farthest = 1_000_000.0
    return place.isNaN ? 0 : Int64(min(max(place, -farthest), farthest))
}
