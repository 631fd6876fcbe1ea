import Postgres
import Vocabulary

/// One account's day, a function of its seed: a bill, the shop's records, and what must be found.
///
/// Of every fifty keys one is a refund; of every thousand one is a fault, each of the five kinds in turn.
struct BenchDay {
    let seed: UInt64
    let keys: Int
    /// Keys of several days lie side by side, so that no number is of two of them.
    var firstKey = 0
    var account = ChannelAccount(channel: .wechatpay, account: "1900000109")
    var day = BusinessDay(number: 20_778)

    enum Fault: Int, CaseIterable { case amountMismatch, channelOnly, orderOnly, duplicate, statusMismatch }

    static let keysPerFault = 1000
    static let keysPerRefund = 50
    /// Nothing lies so near midnight that it would be pending.
    private static let (firstSecond, seconds) = (3600, 79_200)

    var keyRange: Range<Int> { firstKey..<firstKey + keys }

    /// Of every thousand keys the one at this place.
    func oneOfEach(at place: Int) -> StrideTo<Int> {
        let first = firstKey + ((place - firstKey) % Self.keysPerFault + Self.keysPerFault) % Self.keysPerFault
        return stride(from: first, to: keyRange.upperBound, by: Self.keysPerFault)
    }

    func isRefund(_ key: Int) -> Bool { key % Self.keysPerRefund == Self.keysPerRefund - 1 }

    func fault(_ key: Int) -> Fault? {
        guard key % Self.keysPerFault == Self.keysPerFault / 2 else { return nil }
        return Fault(rawValue: key / Self.keysPerFault % Fault.allCases.count)
    }

    private func mixed(_ key: Int) -> UInt64 {
        var value = seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: key)
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// A refund is of the payment before it, and of half its amount.
    func amountFen(_ key: Int) -> Int64 {
        isRefund(key) ? amountFen(key - 1) / 2 : 100 + Int64(mixed(key) % 99_900)
    }

    func occurredAt(_ key: Int) -> Int64 {
        day.startEpochSeconds + Int64(Self.firstSecond) + Int64(mixed(key) >> 20) % Int64(Self.seconds)
    }

    /// 28 digits as the channel makes them, 24 characters as the shop does: neither is in order.
    func channelNo(_ key: Int) -> String {
        "4200\(padded(mixed(key) % 1_000_000_000_000, 12))\(padded(UInt64(key), 12))"
    }
    func paymentNo(_ key: Int) -> String {
        "T\(padded(mixed(key) >> 8 % 100_000_000_000, 11))\(padded(UInt64(key), 12))"
    }
    func refundNo(_ key: Int) -> String { "R\(padded(UInt64(key), 12))" }

    private func padded(_ value: UInt64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Code, number and sum of differences in fen of all that must be found.
    var truth: [String] {
        var counts: [String: (rows: Int, fen: Int64)] = [:]
        for key in oneOfEach(at: Self.keysPerFault / 2) {
            guard let fault = fault(key) else { continue }
            let fen = amountFen(key)
            let (code, difference): (String, Int64) =
                switch fault {
                case .amountMismatch: ("amount_mismatch", -1)
                case .channelOnly: ("channel_only", fen)
                case .orderOnly: ("order_only", -fen)
                case .duplicate: ("duplicate_in_channel", fen)
                case .statusMismatch: ("status_mismatch", fen)
                }
            counts[code, default: (0, 0)].rows += 1
            counts[code, default: (0, 0)].fen += difference
        }
        return counts.map { "\($0.key) \($0.value.rows) \(Fen.yuan($0.value.fen))" }.sorted()
    }

    var lines: Int {
        oneOfEach(at: Self.keysPerFault / 2).reduce(keys) { lines, key in
            switch fault(key) {
            case .orderOnly: lines - 1
            case .duplicate: lines + 1
            default: lines
            }
        }
    }
}
