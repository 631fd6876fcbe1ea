import Glibc
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
        /// 0: empty. Bit 63: occupied; 62: claimed by an entry; 61: contested; 60: no record has come yet; the rest:
        /// where the key lies in the spool, and once it is claimed, the entry's place in the bill.
        var state: UInt64 = 0
    }

    private static let occupied: UInt64 = 1 << 63
    private static let claimed: UInt64 = 1 << 62
    private static let contested: UInt64 = 1 << 61
    private static let awaited: UInt64 = 1 << 60
    private static let restMask: UInt64 = awaited - 1

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var used = 0
    private var claims = 0
    /// Memory that the table takes; while it grows, half as much again.
    package var bytes: Int64 { Self.bytes(capacity: mask + 1) }

    /// Above this load, probes grow long; below half of it, memory is wasted.
    private static let loadPercentMax = 70
    /// A page.
    private static let capacityMin = 128

    package init(expected: Int = 0) {
        var capacity = Self.capacityMin
        while capacity * Self.loadPercentMax < expected * 100 { capacity *= 2 }
        slots = Self.allocate(capacity)
        mask = capacity - 1
    }

    deinit { Self.release(slots, mask + 1) }

    private static func bytes(capacity: Int) -> Int64 { Int64(capacity) * Int64(MemoryLayout<Slot>.stride) }

    /// Empty slots straight from the system, and back to it: what a table leaves behind when it grows must not stay
    /// with the process.
    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let size = Int(bytes(capacity: capacity))
        let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory, memory != MAP_FAILED else { fatalError("no memory for \(size) bytes") }
        // Keys go anywhere in it: pages of 2 MiB spare most of the walks through page tables, and build twice as fast.
        madvise(memory, size, MADV_HUGEPAGE)
        return memory.bindMemory(to: Slot.self, capacity: capacity)
    }

    private static func release(_ slots: UnsafeMutablePointer<Slot>, _ capacity: Int) {
        munmap(slots, Int(bytes(capacity: capacity)))
    }

    package enum Insertion { case inserted, duplicateKey }

    /// - Parameter isContested: the record cannot be plain (another currency, no time yet).
    /// - Parameter position: where the key can be read again; below 2^60.
    package mutating func insert(
        _ key: KeyFingerprint, amountFen: Int64, isContested: Bool, position: UInt64
    ) -> Insertion {
        var slot = Slot(
            high: key.high, low: key.low, amountFen: amountFen,
            state: Self.occupied | (isContested ? Self.contested : 0) | position)
        let index = place(key)
        let state = slots[index].state
        if state & Self.occupied != 0 {
            guard state & Self.awaited != 0 else { return .duplicateKey }
            slot.state |= Self.contested
        } else {
            used += 1
        }
        slots[index] = slot
        return .inserted
    }

    /// Contests the key even where its record has yet to come.
    package mutating func await(_ key: KeyFingerprint) {
        let index = place(key)
        if slots[index].state & Self.occupied == 0 {
            slots[index] = Slot(high: key.high, low: key.low, state: Self.occupied | Self.contested | Self.awaited)
            used += 1
        } else {
            _ = contest(key)
        }
    }

    /// The key's slot, or the free one that it would take.
    @inline(__always)
    private mutating func place(_ key: KeyFingerprint) -> Int {
        if isFull { rebuild(capacity: (mask + 1) * 2, keepingClaimed: true) }
        var index = Int(truncatingIfNeeded: key.high) & mask
        while slots[index].state & Self.occupied != 0 {
            if slots[index].high == key.high, slots[index].low == key.low { break }
            index = (index + 1) & mask
        }
        return index
    }

    /// The next record will make it grow.
    package var isFull: Bool { (used + 1) * 100 > (mask + 1) * Self.loadPercentMax }
    /// Most of what it holds has been claimed.
    package var isMostlyClaimed: Bool { claims * 2 > used }

    /// Makes room. Whatever else bears a key that was dropped finds no record, and is open for that: then everything that
    /// bears it is looked at, the entry that had claimed it too.
    package mutating func dropClaimed() { rebuild(capacity: mask + 1, keepingClaimed: false) }

    private mutating func rebuild(capacity: Int, keepingClaimed: Bool) {
        let old = slots
        let oldCapacity = mask + 1
        slots = Self.allocate(capacity)
        mask = capacity - 1
        for slot in UnsafeBufferPointer(start: old, count: oldCapacity) where slot.state & Self.occupied != 0 {
            if !keepingClaimed, slot.state & Self.claimed != 0 {
                used -= 1
                continue
            }
            var index = Int(truncatingIfNeeded: slot.high) & mask
            while slots[index].state & Self.occupied != 0 { index = (index + 1) & mask }
            slots[index] = slot
        }
        if !keepingClaimed { claims = 0 }
        Self.release(old, oldCapacity)
    }

    @inline(__always)
    private func find(_ key: KeyFingerprint) -> Int? {
        var index = Int(truncatingIfNeeded: key.high) & mask
        while slots[index].state & Self.occupied != 0 {
            if slots[index].high == key.high, slots[index].low == key.low { return index }
            index = (index &+ 1) & mask
        }
        return nil
    }

    /// Another entry, day or account lays claim to this key: nothing about it is plain any more.
    /// - Returns: the place of the entry that had claimed it, and now is open too.
    package mutating func contest(_ key: KeyFingerprint) -> UInt64? {
        guard let index = find(key) else { return nil }
        let state = slots[index].state
        slots[index].state = state | Self.contested
        return state & (Self.claimed | Self.contested) == Self.claimed ? state & Self.restMask : nil
    }

    package enum Claim: Hashable {
        case plain
        /// Nothing is plain about this entry; nor, from now on, about the one at `earlier`.
        case open(earlier: UInt64?)
    }

    /// Pairs an entry of the day's bill with the record of its key when that is plain.
    /// - Parameter place: of the entry in its bill; below 2^60.
    package mutating func claim(_ key: KeyFingerprint, amountFen: Int64, place: UInt64) -> Claim {
        guard let index = find(key) else { return .open(earlier: nil) }
        let state = slots[index].state
        guard state & (Self.claimed | Self.contested) == 0, slots[index].amountFen == amountFen else {
            return .open(earlier: contest(key))
        }
        slots[index].state = Self.occupied | Self.claimed | place
        claims += 1
        return .plain
    }

    /// Where the search for a key begins. Lies anywhere in the table: loads from several of these, one right after the
    /// other, are waited for together. Valid until the next insertion.
    package func slot(_ key: KeyFingerprint) -> UnsafeRawPointer {
        UnsafeRawPointer(slots + (Int(truncatingIfNeeded: key.high) & mask))
    }

    package func holds(_ key: KeyFingerprint) -> Bool { find(key) != nil }

    package func amountFen(_ key: KeyFingerprint) -> Int64? {
        find(key).flatMap { slots[$0].state & Self.awaited == 0 ? slots[$0].amountFen : nil }
    }

    /// Positions of the records that no entry claimed. A record that was claimed and then contested is not among
    /// them: the contesting entry is open under the same key.
    package func forEachUnclaimed(_ body: (_ position: UInt64) throws -> Void) rethrows {
        for index in 0...mask {
            let state = slots[index].state
            guard state & (Self.occupied | Self.claimed | Self.awaited) == Self.occupied else { continue }
            try body(state & Self.restMask)
        }
    }

    /// Every record, before any was claimed.
    package func forEach(
        _ body: (_ key: KeyFingerprint, _ amountFen: Int64, _ isContested: Bool, _ position: UInt64) throws -> Void
    ) rethrows {
        for slot in UnsafeBufferPointer(start: slots, count: mask + 1) where slot.state & Self.occupied != 0 {
            try body(
                KeyFingerprint(high: slot.high, low: slot.low), slot.amountFen, slot.state & Self.contested != 0,
                slot.state & Self.restMask)
        }
    }
}
