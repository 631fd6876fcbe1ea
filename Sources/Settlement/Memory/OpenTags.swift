import Bills
import Ledger
import Postgres
import Vocabulary

/// Tags of every key that any day holds open: a pair under one of them is for the rules to decide, with everything else that
/// bears it. Four bytes each, so that years of keys nobody resolved cost a run milliseconds. One that is held no
/// more, or only looks like one, costs a look.
struct OpenTags: ~Copyable {
    /// Open addressing; 0 is a free slot, and `hasZero` the tag.
    private var slots: UnsafeMutableBufferPointer<UInt32>
    private var mask: Int
    private var count = 0
    private var hasZero = false

    private static let capacityMin = 1 << 10

    init() {
        slots = .allocate(capacity: Self.capacityMin)
        slots.initialize(repeating: 0)
        mask = Self.capacityMin - 1
    }

    deinit { slots.deallocate() }

    /// What the ledger holds open now.
    init(_ connection: borrowing Connection) throws {
        self.init()
        var isFirst = true
        try connection.copyOut("COPY (SELECT tags FROM ledger.open_key) TO STDOUT (FORMAT binary)") {
            guard var row = CopyRow($0, isFirst: isFirst) else { return }
            isFirst = false
            guard let tags = try row.next() else { return }
            for offset in stride(from: 0, to: tags.count - 3, by: MemoryLayout<UInt32>.size) {
                insert(UInt32(bigEndian: tags.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            }
        }
    }

    mutating func insert(_ tag: UInt32) {
        if tag == 0 {
            hasZero = true
            return
        }
        let index = place(tag)
        guard slots[index] == 0 else { return }
        slots[index] = tag
        count += 1
        // Half of it is free, so that most questions are answered by the first slot.
        if count * 2 > mask { grow() }
    }

    private mutating func grow() {
        let old = slots
        slots = .allocate(capacity: old.count * 2)
        slots.initialize(repeating: 0)
        mask = slots.count - 1
        for tag in old where tag != 0 { slots[place(tag)] = tag }
        old.deallocate()
    }

    @inline(__always)
    private func place(_ tag: UInt32) -> Int {
        // Tags are hashes already.
        var index = Int(tag) & mask
        while slots[index] != 0, slots[index] != tag { index = (index + 1) & mask }
        return index
    }

    /// - Returns: false only where no day holds the entry's key open.
    @inline(__always)
    func mayHold(_ entry: borrowing BillEntry) -> Bool {
        if count == 0, !hasZero { return false }
        if case .payment = entry.type { return contains(UInt32(truncatingIfNeeded: serverHash(entry.paymentNo))) }
        return contains(Self.tag(ofRefund: entry.refundNo, of: entry.paymentNo))
    }

    /// `ledger.key_tag`.
    static func tag(ofRefund refundNo: UnsafeRawBufferPointer, of paymentNo: UnsafeRawBufferPointer) -> UInt32 {
        let count = paymentNo.count + 1 + refundNo.count
        return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { text in
            text.copyMemory(from: paymentNo)
            text[paymentNo.count] = UInt8(ascii: "\n")
            UnsafeMutableRawBufferPointer(rebasing: text[(paymentNo.count + 1)...]).copyMemory(from: refundNo)
            return UInt32(truncatingIfNeeded: serverHash(UnsafeRawBufferPointer(text)))
        }
    }

    @inline(__always)
    func contains(_ tag: UInt32) -> Bool { tag == 0 ? hasZero : slots[place(tag)] != 0 }
}
