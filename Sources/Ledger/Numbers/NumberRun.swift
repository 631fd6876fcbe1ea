/// The form of a run of the index of numbers, a row of `ledger.number_run`: so many numbers in so many buckets.
struct NumberRun: Hashable {
    var number: Int32
    var blocks: ClosedRange<Int32>
    var numbers: Int64
    var bucketBits: Int

    /// A bucket of so many numbers, half of it on average, is a row that a page holds several of and that is not toasted.
    private static let bucketNumbersMax: Int64 = 256
    /// Of larger runs the buckets grow: a byte at least of every tag stands in them.
    private static let bucketBitsMax = 24
    static let tagBits = 32

    static func bucketBits(numbers: Int64) -> Int {
        var bits = 0
        while bits < bucketBitsMax, numbers >> Int64(bits) > bucketNumbersMax { bits += 1 }
        return bits
    }

    /// Bytes of a tag that stand in a bucket: the whole bytes before them are the bucket's number.
    var tagBytes: Int { Self.tagBits / 8 - bucketBits / 8 }
    var blockBytes: Int { Self.blockBytes(blocks) }

    static func blockBytes(_ blocks: ClosedRange<Int32>) -> Int {
        let span = blocks.upperBound - blocks.lowerBound
        return max(1, (Int32.bitWidth - span.leadingZeroBitCount + 7) / 8)
    }

    /// Runs of one level are within a factor of `fanOut` of each other in size.
    static let fanOut = 4
    /// Smaller ones are not told apart.
    private static let levelNumbers: Int64 = 1 << 16

    var level: Int {
        var level = 0
        var rest = numbers / Self.levelNumbers
        while rest >= Self.fanOut { (level, rest) = (level + 1, rest / Int64(Self.fanOut)) }
        return level
    }

    /// Which runs are to become one: `fanOut` of one level or more, of the lowest that has so many. A look-up then asks in few
    /// runs, and a number is written again once for each level.
    static func toMerge(_ runs: [NumberRun]) -> [NumberRun] {
        let levels = Dictionary(grouping: runs, by: \.level)
        let level = levels.keys.sorted().first { levels[$0, default: []].count >= fanOut }
        return level.map { levels[$0, default: []] }?.sorted { $0.number < $1.number } ?? []
    }
}
