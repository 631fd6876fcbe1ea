import Bills
import Rules
import Vocabulary

/// Tells whether two bills hold the same entries in the same order, whatever they were packed in. Not a proof against
/// a forger: the file's SHA-256 is kept beside it.
struct EntriesDigest: Hashable {
    var text: String
    /// The same, and where each entry stands: what the blocks hold.
    var stored: String
}

struct EntriesDigester {
    private var high: UInt64 = 0x6A09_E667_F3BC_C908
    private var low: UInt64 = 0xBB67_AE85_84CA_A73B
    private var lines: UInt64 = 0x510E_527F_ADE6_82D1
    private let fingerprinter = KeyFingerprinter(first: 0x3C6E_F372_FE94_F82B, second: 0xA54F_F53A_5F1D_36F1)

    /// Currency and state of the entry before, which nearly all share, and what came of them.
    private var former: (currency: UInt64, state: UInt64, high: UInt64)?

    mutating func absorb(_ entry: borrowing BillEntry) {
        let key = fingerprinter.fingerprint(entry.type, paymentNo: entry.paymentNo, refundNo: entry.refundNo)
        let channel = fingerprinter.fingerprint(
            .refund, paymentNo: entry.channelTradeNo, refundNo: entry.channelRefundNo)
        let text = text(entry)
        for word in [
            key.high, key.low, channel.high, text, UInt64(bitPattern: entry.amountFen),
            UInt64(bitPattern: entry.settledFen), UInt64(bitPattern: entry.feeE5), UInt64(bitPattern: entry.occurredAt),
        ] {
            let product = (high ^ word).multipliedFullWidth(by: 0x510E_527F_ADE6_82D1 ^ low)
            high = product.high ^ low &+ word
            low = product.low ^ (high << 31 | high >> 33)
        }
        let product = (lines ^ EntryPlace(entry).number).multipliedFullWidth(by: 0x9B05_688C_2B3E_6C1F)
        lines = product.high ^ product.low
    }

    @inline(__always)
    private mutating func text(_ entry: borrowing BillEntry) -> UInt64 {
        let (currency, state) = (Self.word(entry.currency), Self.word(entry.state))
        if let former, let currency, let state, former.currency == currency, former.state == state {
            return former.high
        }
        let high = fingerprinter.fingerprint(.refund, paymentNo: entry.currency, refundNo: entry.state).high
        if let currency, let state { former = (currency, state, high) }
        return high
    }

    /// A short text whole, with its length; nil for a longer one.
    @inline(__always)
    private static func word(_ text: UnsafeRawBufferPointer) -> UInt64? {
        guard text.count < 8 else { return nil }
        return text.reduce(UInt64(text.count)) { $0 << 8 | UInt64($1) }
    }

    var finished: EntriesDigest {
        let text = "\(String(high, radix: 16))-\(String(low, radix: 16))"
        return EntriesDigest(text: text, stored: "\(text)-\(String(lines, radix: 16))")
    }
}
