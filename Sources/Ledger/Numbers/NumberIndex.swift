import Postgres
import Vocabulary

/// The index of numbers: where among all packed blocks one may be found, at a cost that does not grow with history.
///
/// Everything here is work that may be left: a block that is not taken up yet is looked through whole. Each step is a
/// transaction, and stopped at any point it goes on where it was. One process works on it at a time.
package struct NumberIndex {
    /// Numbers in memory at once, and blocks that are taken up at once.
    private let numbersMax: Int
    private let blocksMax: Int

    /// - Parameter memoryBytesMax: a quarter of it is used: a settlement may be under way beside it.
    package init(memoryBytesMax: Int64) {
        let share: Int64 = 4
        self.init(numbersMax: max(1 << 16, Int(memoryBytesMax / share) / TaggedBlocks.bytesPerPair))
    }

    init(numbersMax: Int, blocksMax: Int? = nil) {
        self.numbersMax = numbersMax
        self.blocksMax = blocksMax ?? max(1, numbersMax / Self.tagsPerBlock)
    }

    /// Blocks that a look-up may have to go through whole: their tags are read in a millisecond.
    package static let waitingMax = 256

    /// Takes up blocks once more than `waitingMax` wait, and makes one of several runs of a size, which may take minutes after
    /// years. `connection` is outside of any transaction.
    package func catchUp(waitingMax: Int = waitingMax, _ connection: borrowing Connection) throws {
        for table in PackedTable.all {
            while try isWaiting(moreThan: waitingMax, table, connection), try takeUp(table, connection) {}
        }
        while try mergeOnce(connection) {}
        try gatherOpenKeys(notesMax: min(Self.notesMax, waitingMax), connection)
    }

    /// Notes of open keys that a run may have to read one by one.
    private static let notesMax = 256

    private func gatherOpenKeys(notesMax: Int, _ connection: borrowing Connection) throws {
        try connection.transaction {
            let notes = "SELECT FROM ledger.open_key ORDER BY note_no DESC OFFSET \(notesMax) LIMIT 1"
            // Notes are numbered in the order in which they are committed (`OpenedMeanwhile` rests on it).
            let lock = "SELECT pg_try_advisory_xact_lock(ledger.lock_number('settlement'))"
            guard try connection.query(notes).count > 0, try connection.query(lock).bool(0, 0) else { return }
            try connection.execute(String(decoding: PackageResources.gather_open_keys_sql, as: UTF8.self))
        }
    }

    private func isWaiting(
        moreThan waitingMax: Int, _ table: PackedTable, _ connection: borrowing Connection
    ) throws -> Bool {
        let waiting = "SELECT FROM \(table.name) WHERE block_no IS NULL OFFSET \(waitingMax) LIMIT 1"
        return try connection.query(waiting).count > 0
    }

    /// Makes a run of what waits, as far as it fits into memory.
    /// - Returns: false where another one is at it, or at all of these blocks.
    private func takeUp(_ table: PackedTable, _ connection: borrowing Connection) throws -> Bool {
        try connection.transaction {
            guard try Self.lock(connection) else { return false }
            let first = try firstFreeBlock(connection)
            let sql = String(decoding: PackageResources.take_blocks_sql, as: UTF8.self)
                .replacing(":first_no", with: String(first)).replacing(":key", with: table.key)
                .replacing(":table", with: table.name).replacing(":kind", with: table.kind.rawValue)
                .replacing(":blocks", with: String(blocksMax))
            try connection.execute(sql)
            let count = try connection.query("SELECT count(*) FROM pg_temp.taken_block").int32(0, 0)
            guard count > 0 else { return false }
            var pairs = TaggedBlocks(capacity: min(numbersMax, Int(count) * Self.tagsPerBlock))
            try readTags(table, &pairs, connection)
            pairs.sort()
            let run = try addRun(first...first + count - 1, numbers: Int64(pairs.count), connection)
            try write(run, connection) { buckets, write in try buckets.append(pairs, write) }
            try connection.execute(
                """
                UPDATE \(table.name) b SET block_no = t.block_no, \(table.withoutTags) FROM pg_temp.taken_block t
                WHERE (\(table.key(of: "b"))) = (\(table.key(of: "t")))
                """)
            return true
        }
    }

    /// Of a full block of payments, which has two numbers of each; one of refunds has more, and memory grows with it.
    private static let tagsPerBlock = 2048

    private func readTags(
        _ table: PackedTable, _ pairs: inout TaggedBlocks, _ connection: borrowing Connection
    ) throws {
        var isFirst = true
        try connection.copyOut(
            """
            COPY (SELECT t.block_no, \(table.tags) FROM pg_temp.taken_block t JOIN \(table.name) b
                  ON (\(table.key(of: "b"))) = (\(table.key(of: "t")))) TO STDOUT (FORMAT binary)
            """
        ) {
            guard var row = CopyRow($0, isFirst: isFirst) else { return }
            isFirst = false
            guard let block = try row.nextInt32(), let tags = try row.next() else { return }
            for offset in stride(from: 0, to: tags.count - 3, by: 4) {
                let tag = UInt32(bigEndian: tags.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                pairs.append(tag: tag, block: block)
            }
        }
    }

    /// Of whoever works on the index.
    static let lockNumber = "hashtextextended('ledger.number_run', 0)"

    /// Nobody else works on the index until this transaction ends.
    private static func lock(_ connection: borrowing Connection) throws -> Bool {
        try connection.query("SELECT pg_try_advisory_xact_lock(\(lockNumber))").bool(0, 0)
    }

    private func firstFreeBlock(_ connection: borrowing Connection) throws -> Int32 {
        // A number is not given twice while a run may still know it.
        try connection.query(
            """
            SELECT 1 + greatest((SELECT max(last_no) FROM ledger.block_range), (SELECT max(last_block) FROM ledger.number_run), 0)
            """
        ).int32(0, 0)
    }

    private func addRun(
        _ blocks: ClosedRange<Int32>, numbers: Int64, _ connection: borrowing Connection
    ) throws -> NumberRun {
        var run = NumberRun(
            number: 0, blocks: blocks, numbers: numbers, bucketBits: NumberRun.bucketBits(numbers: numbers))
        run.number = try connection.query(
            """
            INSERT INTO ledger.number_run (first_block, last_block, numbers, bucket_bits, block_bytes)
            VALUES ($1, $2, $3, $4, $5) RETURNING run_no
            """,
            [
                String(blocks.lowerBound), String(blocks.upperBound), String(numbers), String(run.bucketBits),
                String(run.blockBytes),
            ]
        ).int32(0, 0)
        return run
    }

    private func write(
        _ run: NumberRun, _ connection: borrowing Connection,
        _ body: (inout NumberBuckets, (UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        try connection.copyIn("COPY ledger.number_bucket (\(NumberBuckets.columns)) FROM STDIN (FORMAT binary)") {
            writer in
            var buckets = NumberBuckets(run)
            try writer.header()
            try body(&buckets) { try writer.raw($0) }
            try writer.trailer()
        }
    }
}

extension NumberIndex {
    /// Makes one run of those of a size.
    /// - Returns: false where there is nothing to do, or another one at it.
    private func mergeOnce(_ connection: borrowing Connection) throws -> Bool {
        try connection.transaction {
            guard try Self.lock(connection) else { return false }
            let merged = NumberRun.toMerge(try runs(connection))
            guard let first = merged.map(\.blocks.lowerBound).min(), let last = merged.map(\.blocks.upperBound).max()
            else { return false }
            let live = try liveBlocks(first...last, connection)
            let run = try addRun(first...last, numbers: merged.reduce(0) { $0 + $1.numbers }, connection)
            var pairs = TaggedBlocks(capacity: numbersMax)
            var written: Int64 = 0
            for part in parts(of: run, merged) {
                pairs.removeAll()
                for old in merged { try read(old, part, live, &pairs, connection) }
                pairs.sort()
                written += Int64(pairs.count)
                try write(run, connection) { buckets, write in try buckets.append(pairs, write) }
            }
            try connection.execute(
                """
                DELETE FROM ledger.number_run WHERE run_no IN (\(merged.map { String($0.number) }.joined(separator: ", ")));
                UPDATE ledger.number_run SET numbers = \(written) WHERE run_no = \(run.number)
                """)
            return true
        }
    }

    private func runs(_ connection: borrowing Connection) throws -> [NumberRun] {
        let rows = try connection.query(
            "SELECT run_no, first_block, last_block, numbers, bucket_bits FROM ledger.number_run ORDER BY 1")
        return try (0..<rows.count).map { row in
            NumberRun(
                number: try rows.int32(row, 0), blocks: try rows.int32(row, 1)...rows.int32(row, 2),
                numbers: try rows.int(row, 3), bucketBits: try Int(rows.int(row, 4)))
        }
    }

    /// Parts of all tags, by their leading bits, each of which fits into memory and has whole buckets of every run.
    private func parts(of run: NumberRun, _ merged: [NumberRun]) -> [ClosedRange<UInt32>] {
        let wholeBits = (merged + [run]).map(\.bucketBits).min() ?? 0
        var bits = 0
        // Half of it, for tags are not spread as evenly as that.
        while bits < wholeBits, run.numbers >> Int64(bits) > Int64(numbersMax / 2) { bits += 1 }
        let size = (1 as UInt64) << UInt64(NumberRun.tagBits - bits)
        return (0..<(1 as UInt64) << UInt64(bits)).map {
            UInt32($0 * size)...UInt32($0 * size + (size - 1))
        }
    }

    private func read(
        _ run: NumberRun, _ part: ClosedRange<UInt32>, _ live: LiveBlocks, _ pairs: inout TaggedBlocks,
        _ connection: borrowing Connection
    ) throws {
        let shift = UInt64(NumberRun.tagBits - run.bucketBits)
        let (first, last) = (UInt64(part.lowerBound) >> shift, UInt64(part.upperBound) >> shift)
        var isFirst = true
        try connection.copyOut(
            """
            COPY (SELECT bucket, tags, blocks FROM ledger.number_bucket
                  WHERE run_no = \(run.number) AND bucket BETWEEN \(first) AND \(last)) TO STDOUT (FORMAT binary)
            """
        ) {
            guard var row = CopyRow($0, isFirst: isFirst) else { return }
            isFirst = false
            guard let bucket = try row.nextInt32(), let tags = try row.next(), let blocks = try row.next() else {
                return
            }
            NumberBuckets.read(bucket, tags: tags, blocks: blocks, of: run) { tag, block in
                if live.contains(block) { pairs.append(tag: tag, block: block) }
            }
        }
    }

    private func liveBlocks(_ blocks: ClosedRange<Int32>, _ connection: borrowing Connection) throws -> LiveBlocks {
        let rows = try connection.query(
            """
            SELECT first_no, last_no FROM ledger.block_range WHERE first_no BETWEEN $1 AND $2 ORDER BY 1
            """, [String(blocks.lowerBound), String(blocks.upperBound)])
        return LiveBlocks(try (0..<rows.count).map { try rows.int32($0, 0)...rows.int32($0, 1) })
    }

    /// Forgets ranges of which no block is left, as retention and days written anew leave them, and runs without any.
    package static func forgetWhatIsGone(_ connection: borrowing Connection) throws {
        try connection.transaction {
            guard try lock(connection) else { return }
            try connection.execute(String(decoding: PackageResources.forget_blocks_sql, as: UTF8.self))
        }
    }
}

extension PackedTable {
    /// The key's columns of one of two tables.
    func key(of table: String) -> String {
        key.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }
}
