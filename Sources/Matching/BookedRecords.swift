import Vocabulary

/// The shop's money records that are booked on the day, one 32-byte slot each: open addressing, linear probing.
///
/// Everything plain is settled here, in memory: one entry, one record, same day, same amount. Whatever is not plain is
/// left *open* and goes to the ledger, where the rules of section 3.3 look at it together with other days and accounts.
package struct BookedRecords: ~Copyable {
    private struct Slot {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var amountFen: Int64 = 0
        /// 0: empty. Bit 63: occupied; 62: claimed by an entry; 61: contested; the rest: where the key lies in the spool.
        var state: UInt64 = 0
    }

    private static let occupied: UInt64 = 1 << 63
    private static let claimed: UInt64 = 1 << 62
    private static let contested: UInt64 = 1 << 61
    private static let positionMask: UInt64 = contested - 1

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    package private(set) var count = 0
    /// Memory that the table takes; while it grows, half as much again.
    package var bytes: Int64 { Int64(mask + 1) * Int64(MemoryLayout<Slot>.stride) }

    /// Above this load, probes grow long: measured best between 0.5 and 0.7.
    private static let loadPercentMax = 60

    package init(expected: Int = 4096) {
        var capacity = 1024
        while capacity * Self.loadPercentMax < expected * 100 { capacity *= 2 }
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
        mask = capacity - 1
    }

    deinit { slots.deallocate() }

    package enum Insertion { case inserted, duplicateKey }

    /// - Parameter isContested: the record cannot be plain (another currency, no time yet).
    /// - Parameter position: where the key can be read again; below 2^61.
    package mutating func insert(
        _ key: KeyFingerprint, amountFen: Int64, isContested: Bool, position: UInt64
    ) -> Insertion {
        if (count + 1) * 100 > (mask + 1) * Self.loadPercentMax { grow() }
        var index = Int(truncatingIfNeeded: key.high) & mask
        while slots[index].state & Self.occupied != 0 {
            if slots[index].high == key.high, slots[index].low == key.low { return .duplicateKey }
            index = (index + 1) & mask
        }
        slots[index] = Slot(
            high: key.high, low: key.low, amountFen: amountFen,
            state: Self.occupied | (isContested ? Self.contested : 0) | position)
        count += 1
        return .inserted
    }

    private mutating func grow() {
        let old = slots
        let oldCapacity = mask + 1
        slots = .allocate(capacity: oldCapacity * 2)
        slots.initialize(repeating: Slot(), count: oldCapacity * 2)
        mask = oldCapacity * 2 - 1
        for slot in UnsafeBufferPointer(start: old, count: oldCapacity) where slot.state & Self.occupied != 0 {
            var index = Int(truncatingIfNeeded: slot.high) & mask
            while slots[index].state & Self.occupied != 0 { index = (index + 1) & mask }
            slots[index] = slot
        }
        old.deallocate()
    }

    private func find(_ key: KeyFingerprint) -> Int? {
        var index = Int(truncatingIfNeeded: key.high) & mask
        while slots[index].state & Self.occupied != 0 {
            if slots[index].high == key.high, slots[index].low == key.low { return index }
            index = (index + 1) & mask
        }
        return nil
    }

    /// Another day or account lays claim to this key: nothing about it is plain any more.
    package mutating func contest(_ key: KeyFingerprint) {
        if let index = find(key) { slots[index].state |= Self.contested }
    }

    /// Pairs an entry of the day's bill with the record of its key when that is plain; false leaves both open.
    package mutating func claim(_ key: KeyFingerprint, amountFen: Int64) -> Bool {
        guard let index = find(key) else { return false }
        guard slots[index].state & (Self.claimed | Self.contested) == 0, slots[index].amountFen == amountFen else {
            slots[index].state |= Self.contested
            return false
        }
        slots[index].state |= Self.claimed
        return true
    }

    /// Positions of the records that no entry claimed. A record that was claimed and then contested is not among
    /// them: the contesting entry is open under the same key.
    package func forEachUnclaimed(_ body: (_ position: UInt64) throws -> Void) rethrows {
        for index in 0...mask {
            let state = slots[index].state
            guard state & Self.occupied != 0, state & Self.claimed == 0 else { continue }
            try body(state & Self.positionMask)
        }
    }
}
