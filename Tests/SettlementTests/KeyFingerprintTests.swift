import Settlement
import Testing
import Vocabulary

/// The two values by the definition: coefficients one after the other, each remainder by long division.
private struct SlowPolynomial {
    static let prime: UInt64 = 1 << 61 - 1
    let place: UInt64

    func value(_ type: EntryType, _ paymentNo: [UInt8], _ refundNo: [UInt8]) -> UInt64 {
        var coefficients = coefficients(paymentNo)
        if type == .refund { coefficients += self.coefficients(refundNo) }
        var value: UInt64 = 1
        for coefficient in coefficients {
            let product = ((value + coefficient) % Self.prime).multipliedFullWidth(by: place % Self.prime)
            value = Self.prime.dividingFullWidth(product).remainder
        }
        return spread(value)
    }

    private func coefficients(_ text: [UInt8]) -> [UInt64] {
        var words = [UInt64(text.count)]
        for start in stride(from: 0, to: text.count, by: 7) {
            // The last seven or eight bytes in one go are a word of their own where they fit.
            let end = start + 8 <= text.count ? start + 7 : text.count
            words.append(text[start..<end].reversed().reduce(0) { $0 << 8 | UInt64($1) })
            if end == text.count { break }
        }
        return words
    }

    private func spread(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ bits >> 33) &* 0xFF51_AFD7_ED55_8CCD
        bits = (bits ^ bits >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return bits ^ bits >> 33
    }
}

private func fingerprint(
    _ fingerprinter: KeyFingerprinter, _ type: EntryType, _ paymentNo: [UInt8], _ refundNo: [UInt8]
) -> KeyFingerprint {
    paymentNo.withUnsafeBytes { payment in
        refundNo.withUnsafeBytes { refund in
            fingerprinter.fingerprint(type, paymentNo: payment, refundNo: refund)
        }
    }
}

@Test(arguments: [(1, 2), (0x123_4567_89AB_CDEF, 0x0FED_CBA9_8765_4321), (1 << 61 - 2, 1 << 61 - 2)])
func aFingerprintIsTwoValuesOfThePolynomial(first: UInt64, second: UInt64) {
    let fingerprinter = KeyFingerprinter(first: first, second: second)
    for length in 0...70 {
        let payment = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 255) }
        let refund = Array(payment.reversed().prefix(length / 2))
        for type in EntryType.allCases {
            let expected = KeyFingerprint(
                high: SlowPolynomial(place: first).value(type, payment, refund),
                low: SlowPolynomial(place: second).value(type, payment, refund))
            #expect(fingerprint(fingerprinter, type, payment, refund) == expected, "\(length) bytes, \(type)")
        }
    }
}

/// Digests of bills and records are kept in the ledger, and rest on this function: it may never give other values.
@Test func fingerprintsStayWhatTheyAre() {
    let fingerprinter = KeyFingerprinter(first: 0x123_4567, second: 0x89A_BCDE)
    let key = fingerprint(
        fingerprinter, .refund, Array("T20261121123456789012345".utf8), Array("4200001234202611211234567890".utf8))
    #expect(key == KeyFingerprint(high: 0x7395_32E1_306C_B531, low: 0xF482_DD53_358B_E4F4))
}

/// Texts that run together into the same bytes are other keys all the same.
@Test func whatLiesSideBySideIsNotMistaken() {
    let fingerprinter = KeyFingerprinter()
    let keys: [(EntryType, String, String)] = [
        (.payment, "", ""), (.payment, "AB", ""), (.payment, "AB\0", ""), (.payment, "\0AB", ""), (.refund, "AB", ""),
        (.refund, "A", "B"), (.refund, "", "AB"), (.refund, "AB\0", ""), (.refund, "AB", "\0"),
        (.payment, "12345678", ""), (.payment, "1234567", ""), (.refund, "1234567", "8"), (.refund, "12345678", ""),
        (.payment, "e\u{301}", ""), (.payment, "\u{e9}", ""),
    ]
    let fingerprints = keys.map { fingerprint(fingerprinter, $0.0, Array($0.1.utf8), Array($0.2.utf8)) }
    #expect(Set(fingerprints).count == keys.count)
}

/// The places in the table of a million numbers that count up are those of any others: few stand in each other's way.
@Test func numbersThatCountUpSpreadOverTheTable() {
    let fingerprinter = KeyFingerprinter()
    var seen: [Int: Int] = [:]
    for number in 0..<100_000 {
        let key = fingerprint(fingerprinter, .payment, Array("T202611210000\(number)".utf8), [])
        seen[Int(key.high & 0xFFFF), default: 0] += 1
    }
    // 100,000 in 65,536 places: the fullest of a random spread holds about 9.
    #expect(seen.values.max() ?? 0 < 20)
    #expect(seen.count > 50_000)
}
