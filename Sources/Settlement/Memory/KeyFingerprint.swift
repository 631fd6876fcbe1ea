import Vocabulary

/// Stands for a key (entry type, payment number, refund number) while a day is matched in memory: two values of a
/// polynomial whose coefficients are the key's bytes, modulo the prime p = 2^61 − 1, at two secret places that are drawn
/// anew for every run (Carter and Wegman's universal hashing).
///
/// Two different keys of at most n words of 7 bytes, their lengths among them, are two polynomials of a degree of at most
/// n, which agree at no more than n of p places: they have both values in common with a chance of at most (n / p)²,
/// whatever the keys are, and whoever chose them without knowing the places. Numbers of 64 bytes are n = 22. Among the 40
/// million keys of a day of 20 million payments on both sides, 8 · 10^14 pairs, the chance that any two are mistaken for
/// one another is below 10^-19.
package struct KeyFingerprint: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

package struct KeyFingerprinter: Sendable {
    private static let prime: UInt64 = 1 << 61 - 1
    private static let wordBytes = 7
    private static let wordMask: UInt64 = 1 << 56 - 1

    /// The two places, below the prime.
    private let first: UInt64
    private let second: UInt64

    package init() {
        var random = SystemRandomNumberGenerator()
        self.init(
            first: random.next(upperBound: Self.prime), second: random.next(upperBound: Self.prime))
    }

    /// - Parameters: the places, below 2^61 − 1.
    package init(first: UInt64, second: UInt64) {
        self.first = first % Self.prime
        self.second = second % Self.prime
    }

    @inline(__always)
    package func fingerprint(
        _ type: EntryType, paymentNo: UnsafeRawBufferPointer, refundNo: UnsafeRawBufferPointer
    ) -> KeyFingerprint {
        // A leading coefficient of 1 tells polynomials of different degrees apart.
        var values = (first: UInt64(1), second: UInt64(1))
        absorb(paymentNo, &values)
        if type == .refund { absorb(refundNo, &values) }
        return KeyFingerprint(high: Self.spread(values.first), low: Self.spread(values.second))
    }

    package func payment(_ paymentNo: UnsafeRawBufferPointer) -> KeyFingerprint {
        fingerprint(.payment, paymentNo: paymentNo, refundNo: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Takes in the length first, so that no two pairs of texts run together.
    @inline(__always)
    private func absorb(_ bytes: UnsafeRawBufferPointer, _ values: inout (first: UInt64, second: UInt64)) {
        step(UInt64(bytes.count), &values)
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            step(word & Self.wordMask, &values)
            offset += Self.wordBytes
        }
        if offset < bytes.count { step(rest(bytes, from: offset), &values) }
    }

    /// The last one to seven bytes, as a number.
    @inline(__always)
    private func rest(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> UInt64 {
        let count = bytes.count - offset
        if bytes.count >= 8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
            return word >> UInt64(8 * (8 - count))
        }
        return bytes[offset...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    @inline(__always)
    private func step(_ word: UInt64, _ values: inout (first: UInt64, second: UInt64)) {
        values.first = Self.product(values.first &+ word, first)
        values.second = Self.product(values.second &+ word, second)
    }

    /// Congruent to the product modulo the prime, and below 2^61 + 8. `factor` is below 2^62.
    @inline(__always)
    private static func product(_ factor: UInt64, _ place: UInt64) -> UInt64 {
        let product = factor.multipliedFullWidth(by: place)
        let sum = (product.low & prime) &+ (product.high << 3 | product.low >> 61)
        return (sum & prime) &+ (sum >> 61)
    }

    /// The remainder, and its bits spread over all 64, one to one: the table looks at the lowest.
    @inline(__always)
    private static func spread(_ value: UInt64) -> UInt64 {
        var bits = value >= prime ? value &- prime : value
        bits = (bits ^ bits >> 33) &* 0xFF51_AFD7_ED55_8CCD
        bits = (bits ^ bits >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return bits ^ bits >> 33
    }
}
