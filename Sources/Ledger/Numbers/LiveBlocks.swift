/// Blocks that are still there, in ranges: what an index says of others is not written again.
struct LiveBlocks {
    /// In ascending order.
    private var ranges: [ClosedRange<Int32>]

    init(_ ranges: [ClosedRange<Int32>]) {
        self.ranges = ranges.reduce(into: []) { joined, range in
            if let last = joined.last, last.upperBound + 1 == range.lowerBound {
                joined[joined.count - 1] = last.lowerBound...range.upperBound
            } else {
                joined.append(range)
            }
        }
    }

    func contains(_ block: Int32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < block { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(block)
    }
}
