import Glibc
import Vocabulary

/// The sums of each 业务类型, as the summary file repeats them. Types are few and known by their bytes; rows of one type
/// follow each other, so the last one is tried first.
struct TypeSums {
    /// No bill has nearly as many; a file with more is none.
    static let typesMax = 256

    private(set) var types: [[UInt8]] = []
    private(set) var sums: [MovementTotals] = []
    private var last = 0

    /// - Returns: false where there are more types than any bill has.
    @inline(__always)
    mutating func add(_ amountFen: Int64, isInto: Bool, of type: Cell) -> Bool {
        if last >= types.count || !Self.isEqual(types[last], type) {
            guard find(type) else { return false }
        }
        sums[last].add(amountFen, isInto: isInto)
        return true
    }

    @inline(never)
    private mutating func find(_ type: Cell) -> Bool {
        if let known = types.firstIndex(where: { Self.isEqual($0, type) }) {
            last = known
            return true
        }
        guard types.count < Self.typesMax else { return false }
        types.append(type.bytes)
        sums.append(MovementTotals())
        last = types.count - 1
        return true
    }

    @inline(__always)
    private static func isEqual(_ text: [UInt8], _ cell: Cell) -> Bool {
        text.count == cell.count
            && text.withUnsafeBytes { known in
                known.baseAddress.map { memcmp($0, cell.start, cell.count) == 0 } ?? true
            }
    }

    func totals(of type: [UInt8]) -> MovementTotals {
        types.firstIndex(of: type).map { sums[$0] } ?? MovementTotals()
    }
}
