/// Numbers rows of one file that are alike to the last, from 1. Such are of one second: of a file in the order of time only those of
/// the second that it is at need to be known.
struct AlikeRows {
    private var counts: [Int64: Int32] = [:]
    private var second: Int64?
    private var isRising: Bool?
    /// Else some that are alike may have one number.
    private(set) var areInOrder = true

    mutating func occurrence(of identity: Int64, at bookedAt: Int64) -> Int32 {
        if bookedAt != second {
            if let second {
                let rises = bookedAt > second
                areInOrder = areInOrder && (isRising ?? rises) == rises
                isRising = rises
            }
            second = bookedAt
            counts.removeAll(keepingCapacity: counts.count < 64)
        }
        let count = counts[identity, default: 0] + 1
        counts[identity] = count
        return count
    }
}
