import Glibc
import Vocabulary

/// Both sides of a day's money by the channel's number, parted by its fingerprint: everything is written down as it comes, and
/// looked at part by part, so that memory stays bounded whatever the day's size. A number is plain when its entries and
/// movements agree to the fen, one by one; everything else goes to the rules.
struct MoneyKeys: ~Copyable {
    enum Deed: UInt64 {
        case payment, refund
        /// Entries that are not classified expect nothing.
        case silentPayment, silentRefund
        /// Another day has something open under the number.
        case contest
        case paid, fee, refunded, feeReturned, cameBack
    }

    /// 5 million payments in 256 parts are 20,000 numbers each.
    private static let partBits: UInt64 = 8
    private static let partCount = 1 << Int(partBits)
    private static let recordBytes = MemoryLayout<Record>.size
    /// 2.5 MiB for all parts.
    private static let bufferBytes = recordBytes * 256

    private struct Record {
        var high: UInt64
        var low: UInt64
        var amountFen: Int64
        var feeFen: Int64
        /// Deed and place.
        var rest: UInt64

        var deed: Deed { Deed(rawValue: rest >> 56) ?? .contest }
        var place: EntryPlace { EntryPlace(number: rest & (1 << 56 - 1)) }
    }

    private let parts: UnsafeMutablePointer<Spool>

    init() {
        parts = .allocate(capacity: Self.partCount)
        for index in 0..<Self.partCount { (parts + index).initialize(to: Spool(bufferBytesMax: Self.bufferBytes)) }
    }

    deinit {
        parts.deinitialize(count: Self.partCount)
        parts.deallocate()
    }

    /// - Parameters:
    ///   - amountFen: of an entry what it moves before fees, of a movement what moved.
    ///   - feeFen: of an entry what its fee moves.
    @inline(__always)
    mutating func append(
        _ deed: Deed, _ key: KeyFingerprint, amountFen: Int64 = 0, feeFen: Int64 = 0,
        at place: EntryPlace = EntryPlace(number: 0)
    ) throws {
        var record = Record(
            high: key.high, low: key.low, amountFen: amountFen, feeFen: feeFen, rest: deed.rawValue << 56 | place.number
        )
        try withUnsafeBytes(of: &record) {
            try parts[Int(truncatingIfNeeded: key.high >> (64 - Self.partBits))].append($0)
        }
    }

    /// Calls `body` with everything of both that is not plain.
    /// - Parameter isTradeKnown: the day's trade bill is in force; otherwise a movement that no entry bears may wait.
    func forEachOpen(
        with other: borrowing MoneyKeys, isTradeKnown: Bool, _ body: (_ deed: Deed, _ place: EntryPlace) throws -> Void
    ) throws {
        for index in 0..<Self.partCount {
            var table = MoneyTable()
            try forEachRecord(index, with: other) { record in
                table.take(record.deed, record.high, record.low, record.amountFen, record.feeFen)
            }
            try forEachRecord(index, with: other) { record in
                guard record.deed != .contest, table.isOpen(record.high, record.low, isTradeKnown: isTradeKnown) else {
                    return
                }
                try body(record.deed, record.place)
            }
        }
    }

    /// Block by block: a part is as large as its numbers are often, which nobody bounds.
    private func forEachRecord(
        _ index: Int, with other: borrowing MoneyKeys, _ body: (Record) throws -> Void
    ) throws {
        func forEach(_ block: UnsafeRawBufferPointer) throws {
            for record in block.bindMemory(to: Record.self) { try body(record) }
        }
        try parts[index].forEachBlock(forEach)
        try other.parts[index].forEachBlock(forEach)
    }
}
