import Postgres

/// Buckets of a run on their way into `ledger.number_bucket`, and out of it.
struct NumberBuckets: ~Copyable {
    static let columns = "run_no, bucket, tags, blocks"
    private static let columnCount: Int16 = 4

    private let run: NumberRun
    private var tags = ByteBuffer()
    private var blocks = ByteBuffer()
    private var row = RowBuffer()
    private var bucket: UInt32 = 0

    init(_ run: NumberRun) { self.run = run }

    /// - Parameter pairs: sorted; of whole buckets, and after all that were appended before.
    mutating func append(_ pairs: borrowing TaggedBlocks, _ write: (UnsafeRawBufferPointer) throws -> Void) throws {
        let (tagBytes, blockBytes) = (run.tagBytes, run.blockBytes)
        for index in 0..<pairs.count {
            let (tag, block) = pairs[index]
            let bucket = Self.bucket(of: tag, bits: run.bucketBits)
            if bucket != self.bucket || index == 0 {
                try flush(write)
                self.bucket = bucket
            }
            tags.reserve(tagBytes)
            tags.append(lowBytes: tag, tagBytes)
            blocks.reserve(blockBytes)
            blocks.append(lowBytes: UInt32(bitPattern: block - run.blocks.lowerBound), blockBytes)
        }
        try flush(write)
    }

    private static func bucket(of tag: UInt32, bits: Int) -> UInt32 {
        bits == 0 ? 0 : tag >> UInt32(NumberRun.tagBits - bits)
    }

    private mutating func flush(_ write: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard tags.count > 0 else { return }
        row.begin(columns: Self.columnCount, bytesMax: 64 + tags.count + blocks.count)
        row.field(run.number)
        row.field(Int32(bitPattern: bucket))
        row.field(tags.bytes)
        row.field(blocks.bytes)
        try write(row.bytes)
        tags.removeAll()
        blocks.removeAll()
    }

    /// The pairs of one bucket of a run that is read again.
    static func read(
        _ bucket: Int32, tags: UnsafeRawBufferPointer, blocks: UnsafeRawBufferPointer, of run: NumberRun,
        _ body: (UInt32, Int32) -> Void
    ) {
        let (tagBytes, blockBytes) = (run.tagBytes, run.blockBytes)
        let goneBytes = NumberRun.tagBits / 8 - tagBytes
        let goneBits = UInt32(run.bucketBits - 8 * goneBytes)
        let head = goneBytes == 0 ? 0 : (UInt32(bitPattern: bucket) >> goneBits) << UInt32(8 * tagBytes)
        for index in 0..<min(tags.count / tagBytes, blocks.count / blockBytes) {
            let tag = head | number(tags, at: index * tagBytes, tagBytes)
            let block = number(blocks, at: index * blockBytes, blockBytes)
            body(tag, run.blocks.lowerBound &+ Int32(truncatingIfNeeded: block))
        }
    }

    @inline(__always)
    private static func number(_ bytes: UnsafeRawBufferPointer, at start: Int, _ count: Int) -> UInt32 {
        var number: UInt32 = 0
        for offset in start..<start + count { number = number << 8 | UInt32(bytes[offset]) }
        return number
    }
}

extension ByteBuffer {
    /// The last `count` bytes of a number, big end first.
    @inline(__always)
    fileprivate mutating func append(lowBytes value: UInt32, _ count: Int) {
        for place in stride(from: 8 * (count - 1), through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> UInt32(place)))
        }
    }
}
