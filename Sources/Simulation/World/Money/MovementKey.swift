/// Where a movement comes from, in the order of booking: eight bytes, so that the movements of a day of millions are put
/// in order without the rows.
struct MovementKey: Hashable, Comparable, Sendable {
    enum Source: UInt64 {
        /// One of a list that is kept in memory.
        case listed
        /// A payment of the traffic, with its fee where that is booked with it.
        case payment
        /// A payment's fee alone.
        case fee
        case refund
        /// The fee of a refund alone.
        case feeReturn
        case refundClosed
    }

    private let bits: UInt64

    /// - Parameters:
    ///   - second: of the day.
    ///   - daysBack: from the booking to the payment's day.
    ///   - index: place in the list, or twice the serial number of the payment and the part of the refund.
    init(second: Int64, _ source: Source, daysBack: Int, index: Int) {
        bits = UInt64(second) << 47 | source.rawValue << 44 | UInt64(daysBack) << 36 | UInt64(index)
    }

    var source: Source { Source(rawValue: bits >> 44 & 0x7) ?? .listed }
    var daysBack: Int { Int(bits >> 36 & 0xFF) }
    var index: Int { Int(bits & 0xF_FFFF_FFFF) }
    var serial: Int { index / 2 }
    var part: Int { index % 2 }

    static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}
