import Rules

/// What bears each number of a part: open addressing, linear probing.
struct MoneyTable: ~Copyable {
    private struct Slot {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var payment = Side()
        var refund = Side()
        var isUsed = false
        var isContested = false
        /// Entries that expect nothing.
        var silent: UInt8 = 0
    }

    /// Entries and movements of one family under one number. Counts stop where they say enough.
    private struct Side {
        var settledFen: Int64 = 0
        var feeFen: Int64 = 0
        var movedFen: Int64 = 0
        var movedFeeFen: Int64 = 0
        var entries: UInt8 = 0
        var movements: UInt8 = 0
        var fees: UInt8 = 0

        var isEmpty: Bool { entries == 0 && movements == 0 && fees == 0 }

        /// One entry, and what it expects in full.
        var isInFull: Bool {
            entries == 1 && movements == (settledFen == 0 ? 0 : 1) && movedFen == settledFen
                && fees == (feeFen == 0 ? 0 : 1) && movedFeeFen == feeFen
        }

        /// One refund, and what it takes less the fee that goes back.
        var isNet: Bool { entries == 1 && movements == 1 && fees == 0 && movedFen == settledFen &+ feeFen }
    }

    /// Above this load, probes grow long.
    private static let loadPercentMax = 60
    private static let capacityMin = 64

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var used = 0

    init() {
        slots = Self.allocate(Self.capacityMin)
        mask = Self.capacityMin - 1
    }

    deinit { slots.deallocate() }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
        return slots
    }

    /// The number's slot, or the free one that it would take.
    @inline(__always)
    private func find(_ high: UInt64, _ low: UInt64) -> Int {
        var index = Int(truncatingIfNeeded: high) & mask
        while slots[index].isUsed, slots[index].high != high || slots[index].low != low { index = (index + 1) & mask }
        return index
    }

    private mutating func grow() {
        let old = UnsafeBufferPointer(start: slots, count: mask + 1)
        slots = Self.allocate(old.count * 2)
        mask = old.count * 2 - 1
        for slot in old where slot.isUsed { slots[find(slot.high, slot.low)] = slot }
        old.deallocate()
    }

    mutating func take(_ deed: MoneyKeys.Deed, _ high: UInt64, _ low: UInt64, _ amountFen: Int64, _ feeFen: Int64) {
        if (used + 1) * 100 > (mask + 1) * Self.loadPercentMax { grow() }
        let slot = slots + find(high, low)
        if !slot.pointee.isUsed { used += 1 }
        (slot.pointee.high, slot.pointee.low, slot.pointee.isUsed) = (high, low, true)
        switch deed {
        case .payment: Self.enter(&slot.pointee.payment, amountFen, feeFen)
        case .refund: Self.enter(&slot.pointee.refund, amountFen, feeFen)
        case .silentPayment, .silentRefund: slot.pointee.silent = 1
        case .contest, .cameBack: slot.pointee.isContested = true
        case .paid: Self.move(&slot.pointee.payment.movements, &slot.pointee.payment.movedFen, amountFen)
        case .fee: Self.move(&slot.pointee.payment.fees, &slot.pointee.payment.movedFeeFen, amountFen)
        case .refunded: Self.move(&slot.pointee.refund.movements, &slot.pointee.refund.movedFen, amountFen)
        case .feeReturned: Self.move(&slot.pointee.refund.fees, &slot.pointee.refund.movedFeeFen, amountFen)
        }
    }

    private static func enter(_ side: inout Side, _ settledFen: Int64, _ feeFen: Int64) {
        side.settledFen &+= settledFen
        side.feeFen &+= feeFen
        side.entries = min(side.entries + 1, 2)
    }

    private static func move(_ count: inout UInt8, _ movedFen: inout Int64, _ amountFen: Int64) {
        movedFen &+= amountFen
        count = min(count + 1, 2)
    }

    func isOpen(_ high: UInt64, _ low: UInt64, isTradeKnown: Bool) -> Bool {
        let slot = slots[find(high, low)]
        if slot.isContested { return true }
        let (payment, refund) = (slot.payment, slot.refund)
        if slot.silent > 0 { return !payment.isEmpty || !refund.isEmpty }
        if payment.entries == 0, refund.entries == 0 { return isTradeKnown }
        return !(payment.isEmpty || payment.isInFull) || !(refund.isEmpty || refund.isInFull || refund.isNet)
    }
}
