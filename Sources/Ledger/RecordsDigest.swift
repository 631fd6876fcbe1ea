import Matching
import Orders

/// Tells whether the shop gives the same records, in whatever order. Not a proof against a forger.
struct RecordsDigest: Sendable {
    private(set) var count: UInt64 = 0
    private var high: UInt64 = 0
    private var low: UInt64 = 0
    /// The same for every run, unlike the ones that match.
    private static let fingerprinter = KeyFingerprinter(
        first: 0xBB67_AE85_84CA_A73B, second: 0x9B05_688C_2B3E_6C1F)

    mutating func absorb(_ record: borrowing OrderSnapshot.Booked) {
        let key = Self.fingerprinter.fingerprint(record.type, paymentNo: record.paymentNo, refundNo: record.refundNo)
        let rest = UInt64(bitPattern: record.amountFen) << 2 ^ (record.isCNY ? 2 : 0) ^ (record.hasTime ? 1 : 0)
        let product = (key.high ^ rest &* 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: key.low | 1)
        count &+= 1
        high &+= product.high ^ key.low
        low &+= product.low ^ key.high
    }

    var text: String { "\(count)-\(String(high, radix: 16))-\(String(low, radix: 16))" }
}
