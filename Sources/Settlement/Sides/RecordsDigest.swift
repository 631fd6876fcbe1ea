import Rules
import Orders
import Vocabulary

/// Tells whether the shop gives the same records, in whatever order. Not a proof against a forger.
struct RecordsDigest: Sendable {
    private(set) var count: UInt64 = 0
    /// Of the records that are booked on the day, by type.
    private(set) var payments = BookedTotals()
    private(set) var refunds = BookedTotals()
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
        guard record.hasTime else { return }
        if case .payment = record.type { payments.add(record.amountFen) } else { refunds.add(record.amountFen) }
    }

    func booked(_ type: EntryType) -> BookedTotals { type == .payment ? payments : refunds }

    /// Some record is money whatever the bills say.
    var hasMoney: Bool { count > UInt64(clamping: payments.ofNothing) &+ UInt64(clamping: refunds.ofNothing) }

    var text: String { "\(count)-\(String(high, radix: 16))-\(String(low, radix: 16))" }
}

/// Number and money of the records that are booked on a day, each once.
struct BookedTotals: Sendable {
    private(set) var records: Int64 = 0
    /// Of these, the ones of 0 fen, which are money only where a bill has their key.
    private(set) var ofNothing: Int64 = 0
    private(set) var amountFen: Int64 = 0

    /// Whoever reads the records has seen that they add up to a number.
    mutating func add(_ recordFen: Int64) {
        records &+= 1
        amountFen &+= recordFen
        if recordFen == 0 { ofNothing &+= 1 }
    }
}
