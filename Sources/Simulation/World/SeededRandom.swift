/// SplitMix64: the same numbers for the same seed on every machine. Not for secrets.
package struct SeededRandom: Sendable {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed }

    /// A stream of its own for one purpose, so that more of one thing does not move all others.
    package init(_ seed: UInt64, _ purpose: UInt64, _ detail: UInt64 = 0) {
        state = Self.mixed(Self.mixed(seed, purpose), detail)
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.finished(state)
    }

    /// 0 ..< `limit`; `limit` is at least 1. The bias is below 2⁻⁴⁰ for the limits used here.
    package mutating func below(_ limit: Int) -> Int { Int(next() >> 11) % max(1, limit) }

    package mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(below(Int(range.upperBound - range.lowerBound) + 1))
    }

    package mutating func flip() -> Bool { next() & 0x1_0000 == 0 }

    package mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }

    /// A number that depends on both arguments only: random access without a stream.
    package static func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
        finished((left ^ finished(right &+ 0x9E37_79B9_7F4A_7C15)) &+ 0xD1B5_4A32_D192_ED03)
    }

    private static func finished(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
