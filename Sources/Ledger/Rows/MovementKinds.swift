import Bills
import Glibc
import Postgres
import Vocabulary

/// What the movements of a block are, each once, with count and sum: a day has a handful of them.
struct MovementKinds: ~Copyable {
    private struct Kind {
        let movementClass: MovementClass
        /// Class, name, type and code.
        let text: [UInt8]
        /// Bytes of `text` before name, type and code.
        let (name, type, code): (Int, Int, Int)
        var count: Int32 = 0
        var sumFen: Int64 = 0

        init(_ movement: borrowing Movement) {
            movementClass = movement.movementClass
            var text = Array(movement.movementClass.rawValue.utf8)
            func field(_ bytes: UnsafeRawBufferPointer) -> Int {
                text.append(UInt8(ascii: "\t"))
                text.append(contentsOf: bytes)
                return text.count - bytes.count
            }
            (name, type, code) = (field(movement.name), field(movement.type), field(movement.code))
            self.text = text
        }

        @inline(__always)
        func isOf(_ movement: borrowing Movement) -> Bool {
            guard movementClass == movement.movementClass, holds(movement.name, in: name..<type - 1),
                holds(movement.type, in: type..<code - 1), holds(movement.code, in: code..<text.count)
            else { return false }
            return true
        }

        @inline(__always)
        private func holds(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) -> Bool {
            guard bytes.count == range.count else { return false }
            guard let start = bytes.baseAddress else { return true }
            return text.withUnsafeBytes { text in
                text.baseAddress.map { memcmp($0 + range.lowerBound, start, range.count) == 0 } ?? false
            }
        }
    }

    private var kinds: [Kind] = []

    /// - Returns: its place, from 1; nil where its words cannot stand in a line, or the sum is beyond all money: that is for the
    ///   bill's own totals to refuse.
    @inline(__always)
    mutating func count(_ movement: borrowing Movement) -> Int? {
        var place = 0
        while place < kinds.count, !kinds[place].isOf(movement) { place += 1 }
        if place == kinds.count {
            guard fitsLine(movement.name), fitsLine(movement.type), fitsLine(movement.code) else { return nil }
            kinds.append(Kind(movement))
        }
        let (sumFen, isTooLarge) = kinds[place].sumFen.addingReportingOverflow(movement.amountFen)
        if isTooLarge { return nil }
        kinds[place].sumFen = sumFen
        kinds[place].count &+= 1
        return place + 1
    }

    mutating func removeAll() { kinds.removeAll(keepingCapacity: true) }

    /// `kinds`, `counts` and `sums_fen`.
    func write(_ writer: inout CopyWriter) throws {
        try array(ofType: 25, &writer, kinds.map { $0.text })
        try array(ofType: 23, &writer, kinds.map { withUnsafeBytes(of: $0.count.bigEndian) { Array($0) } })
        try array(ofType: 20, &writer, kinds.map { withUnsafeBytes(of: $0.sumFen.bigEndian) { Array($0) } })
    }

    /// A one-dimensional array in the binary format; types are the server's numbers of `text`, `integer` and `bigint`.
    private func array(ofType type: Int32, _ writer: inout CopyWriter, _ elements: [[UInt8]]) throws {
        var bytes: [UInt8] = []
        func word(_ value: Int32) { withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) } }
        for value in [1, 0, type, Int32(elements.count), 1] { word(value) }
        for element in elements {
            word(Int32(element.count))
            bytes.append(contentsOf: element)
        }
        try bytes.withUnsafeBytes { try writer.field($0) }
    }
}
