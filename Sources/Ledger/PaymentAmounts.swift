import Matching

/// What the shop says that the payments amount to which its refunds of the day are of: asked for when their records may have
/// been dropped already. The refunds' records come first.
struct PaymentAmounts: ~Copyable {
    private var payments = BookedRecords()
    private let bytesMax: Int64
    /// Of what the tables that match a day may take. Amounts that are not kept are asked for again.
    private static let share: Int64 = 8

    init(_ pace: Pace) { bytesMax = pace.memoryBytesMax / Self.share }

    mutating func await(_ payment: KeyFingerprint) {
        if payments.bytes < bytesMax { payments.await(payment) }
    }

    /// To be called for every payment.
    @inline(__always)
    mutating func note(_ payment: KeyFingerprint, amountFen: Int64) {
        guard payments.holds(payment) else { return }
        _ = payments.insert(payment, amountFen: amountFen, isContested: false, position: 0)
    }

    /// nil for payments of other days, and where it was not kept.
    func amountFen(_ payment: KeyFingerprint) -> Int64? { payments.amountFen(payment) }
}
