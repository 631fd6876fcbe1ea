import Vocabulary

/// The numbers that one account's day gives out: order numbers of the shop, numbers of the channel, trade numbers.
/// Each is a prefix and a serial number, so that the millionth is as cheap as the first.
struct NumberSeries: Sendable {
    let paymentPrefix: String
    let refundPrefix: String
    let channelTradePrefix: String
    let channelRefundPrefix: String
    let sharingPrefix: String
    let channelSharingPrefix: String
    let shareDetailPrefix: String
    let tradePrefix: String
    let idBase: Int64

    /// Serial numbers below are traffic, from here on injected cases.
    static let casesFrom = 9_000_000
    /// Payments that were never made, beside each day's traffic.
    static let unpaidFrom = 5_000_000
    static let serialLimit = 10_000_000

    /// - Parameter position: of the account in the world, 0 to 99.
    init(seed: UInt64, channel: Channel, position: Int, day: BusinessDay) {
        let (year, month, dayOfMonth) = day.components
        let date = padded(year, 4) + padded(month, 2) + padded(dayOfMonth, 2)
        let place = padded(position, 2)
        let salt = Int(SeededRandom.mixed(seed, 0x5A17) % 1000)
        switch channel {
        case .wechatpay:
            paymentPrefix = "S\(padded(salt, 3))-\(date)-\(place)-"
            refundPrefix = "R\(padded(salt, 3))-\(date)-\(place)-"
            channelTradePrefix = "42000\(place)\(padded(salt, 3))\(date)00"
            channelRefundPrefix = "50300\(place)\(padded(salt, 3))\(date)00"
            sharingPrefix = "P\(padded(salt, 3))-\(date)-\(place)-"
            channelSharingPrefix = "30000\(place)\(padded(salt, 3))\(date)00"
            shareDetailPrefix = "36000\(place)\(padded(salt, 3))\(date)0"
        default:
            paymentPrefix = "T200P\(date)\(place)\(padded(salt, 3))"
            refundPrefix = "\(date)\(place)R\(padded(salt, 3))"
            channelTradePrefix = "\(date)220014\(place)\(padded(salt, 3))0"
            channelRefundPrefix = ""
            sharingPrefix = "\(date)\(place)P\(padded(salt, 3))"
            channelSharingPrefix = ""
            shareDetailPrefix = ""
        }
        tradePrefix = "3\(padded(year % 100, 2))\(padded(month, 2))\(padded(dayOfMonth, 2))\(place)"
        idBase = (Int64(day.number) * 100 + Int64(position)) * Int64(Self.serialLimit)
    }

    func id(_ serial: Int) -> Int64 { idBase + Int64(serial) }
    func paymentNo(_ serial: Int) -> String { numbered(paymentPrefix, serial, width: 7) }
    /// Up to ten refunds of one payment.
    func refundNo(_ serial: Int, part: Int) -> String { numbered(refundPrefix, serial * 10 + part, width: 8) }
    func channelTradeNo(_ serial: Int) -> String { numbered(channelTradePrefix, serial, width: 8) }
    func channelRefundNo(_ serial: Int, part: Int) -> String {
        channelRefundPrefix.isEmpty ? "" : numbered(channelRefundPrefix, serial * 10 + part, width: 8)
    }
    /// Up to ten sharing orders and returns of one payment.
    func sharingNo(_ serial: Int, part: Int) -> String { numbered(sharingPrefix, serial * 10 + part, width: 8) }
    func channelSharingNo(_ serial: Int, part: Int) -> String {
        numbered(channelSharingPrefix, serial * 10 + part, width: 8)
    }
    /// Up to ten receivers of one sharing order.
    func shareDetailNo(_ serial: Int, part: Int, place: Int) -> String {
        numbered(shareDetailPrefix, serial * 100 + part * 10 + place, width: 9)
    }
    /// All digits of a trade number but the last.
    func tradePrefix(_ serial: Int) -> String { numbered(tradePrefix, serial, width: 9) }
}

/// `prefix` and `value` with leading zeros.
func numbered(_ prefix: String, _ value: Int, width: Int) -> String {
    var value = value
    var prefix = prefix
    return prefix.withUTF8 { head in
        String(unsafeUninitializedCapacity: head.count + width) { target in
            guard let base = target.baseAddress else { return 0 }
            if let source = head.baseAddress { base.update(from: source, count: head.count) }
            var position = head.count + width - 1
            while position >= head.count {
                (base + position).initialize(to: UInt8(truncatingIfNeeded: 48 + value % 10))
                value /= 10
                position -= 1
            }
            return head.count + width
        }
    }
}
