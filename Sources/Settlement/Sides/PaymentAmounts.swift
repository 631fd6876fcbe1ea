import Rules

/// What the shop says that the payments amount to which its refunds of the day are of: asked for when their records may have
/// been dropped already. The refunds' records come first.
struct PaymentAmounts: ~Copyable {
    private var payments = BookedRecords()
    private let bytesMax: Int64
    /// One bit for each value of a key's last bits: settles nearly all payments at once, since few are refunded, and lies in
    /// the cache.
    private var bits = [UInt64](repeating: 0, count: 1 << (bitsLog2 - 6))
    private static let bitsLog2 = 20
    /// Of what the tables that match a day may take. Amounts that are not kept are asked for again.
    private static let share: Int64 = 8

    init(_ pace: Pace) { bytesMax = pace.memoryBytesMax / Self.share }

    mutating func await(_ payment: KeyFingerprint) {
        guard payments.bytes < bytesMax else { return }
        payments.await(payment)
        let place = Self.place(payment)
        bits[place >> 6] |= 1 << UInt64(place & 63)
    }

    /// To be called for every payment.
    @inline(__always)
    mutating func note(_ payment: KeyFingerprint, amountFen: Int64) {
        let place = Self.place(payment)
        guard bits[place >> 6] >> UInt64(place & 63) & 1 != 0, payments.holds(payment) else { return }
        _ = payments.insert(payment, amountFen: amountFen, isContested: false, position: 0)
    }

    @inline(__always)
    private static func place(_ payment: KeyFingerprint) -> Int {
        Int(truncatingIfNeeded: payment.low) & (1 << bitsLog2 - 1)
    }

    /// nil for payments of other days, and where it was not kept.
    func amountFen(_ payment: KeyFingerprint) -> Int64? { payments.amountFen(payment) }
}
