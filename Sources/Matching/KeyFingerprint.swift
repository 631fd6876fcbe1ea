import Vocabulary

/// 128 bits that stand for a key (entry type, payment number, refund number) while a day is matched in memory. Seeded
/// anew for every run, since order numbers come from outside: nobody can choose two keys that collide. Among 20 million
/// keys the chance that any two are mistaken for one another is below 1e-23.
package struct KeyFingerprint: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

package struct KeyFingerprinter: Sendable {
    private let seedHigh: UInt64
    private let seedLow: UInt64

    package init() {
        var random = SystemRandomNumberGenerator()
        self.init(seedHigh: random.next(), seedLow: random.next())
    }

    package init(seedHigh: UInt64, seedLow: UInt64) {
        self.seedHigh = seedHigh | 1
        self.seedLow = seedLow | 1
    }

    @inline(__always)
    package func fingerprint(
        _ type: EntryType, paymentNo: UnsafeRawBufferPointer, refundNo: UnsafeRawBufferPointer
    ) -> KeyFingerprint {
        var high = seedHigh ^ (type == .payment ? 0x9E37_79B9_7F4A_7C15 : 0xC2B2_AE3D_27D4_EB4F)
        var low = seedLow
        absorb(paymentNo, &high, &low)
        if type == .refund { absorb(refundNo, &high, &low) }
        return KeyFingerprint(high: fold(high ^ low, 0xA076_1D64_78BD_642F), low: fold(low, high | 1))
    }

    package func payment(_ paymentNo: UnsafeRawBufferPointer) -> KeyFingerprint {
        fingerprint(.payment, paymentNo: paymentNo, refundNo: UnsafeRawBufferPointer(start: nil, count: 0))
    }

    /// Takes in the length first, so that no two pairs of texts run together.
    @inline(__always)
    private func absorb(_ bytes: UnsafeRawBufferPointer, _ high: inout UInt64, _ low: inout UInt64) {
        step(UInt64(bytes.count), &high, &low)
        var offset = 0
        while offset + 8 <= bytes.count {
            step(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), &high, &low)
            offset += 8
        }
        if offset < bytes.count {
            step(rest(bytes, from: offset), &high, &low)
        }
    }

    /// The last bytes, fewer than eight, as a number.
    @inline(__always)
    private func rest(_ bytes: UnsafeRawBufferPointer, from offset: Int) -> UInt64 {
        let last = bytes.count - 8
        if last >= 0 {
            let word = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: last, as: UInt64.self))
            return word & (1 << UInt64(8 * (bytes.count - offset)) - 1)
        }
        return bytes[offset...].reduce(0) { $0 << 8 | UInt64($1) }
    }

    @inline(__always)
    private func step(_ word: UInt64, _ high: inout UInt64, _ low: inout UInt64) {
        let product = (high ^ word).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB ^ seedLow)
        high = product.high ^ product.low ^ low
        low = (low ^ word) &* 0x8EBC_6AF0_9C88_C6E3 ^ (low >> 29) ^ product.high
    }

    @inline(__always)
    private func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
