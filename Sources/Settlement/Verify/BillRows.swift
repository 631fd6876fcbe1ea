import Bills
import Ledger
import Postgres
import Vocabulary

/// The rows of a bill as its file has them, held against those that the ledger holds. Of each row its place and a hash with a
/// secret of this process are set aside: 16 bytes, on disk when they are many.
final class BillRows {
    private var spool = Spool()
    private var position: UInt64 = 0
    private var block: ArraySlice<UInt64> = []

    private static let wordsPerBlock: UInt64 = 8192

    /// - Parameter row: as it would be stored, in COPY's binary format, with nothing settled yet.
    func append(_ row: UnsafeRawBufferPointer) throws {
        guard let row = try PlacedRow(row, isFirst: false) else { return }
        try withUnsafeBytes(of: (row.place.number, row.hash)) { try spool.append($0) }
    }

    /// - Parameter sql: the rows that the ledger holds, with the same columns, in the order of the file.
    /// - Throws: `ledger.bill_differs` for rows that cannot even be unpacked.
    func differences(from sql: String, _ connection: borrowing Connection) throws -> RowDifferences {
        let dataException = "22"
        try connection.execute("SAVEPOINT held")
        do { return try compare(sql, connection) } catch let error as PostgresError
            where error.sqlState.hasPrefix(dataException)
        {
            try connection.execute("ROLLBACK TO held")
            throw Problem(.billDiffers, "rows of the day in the ledger cannot be unpacked", found: error.message)
        }
    }

    private func compare(_ sql: String, _ connection: borrowing Connection) throws -> RowDifferences {
        var differences = RowDifferences()
        var expected = try next()
        var isFirst = true
        try connection.copyOut("COPY (\(sql)) TO STDOUT (FORMAT binary)") { message in
            guard let held = try PlacedRow(message, isFirst: isFirst) else { return }
            isFirst = false
            while let row = expected, row.place.number < held.place.number {
                differences.missing.note(row.place)
                expected = try next()
            }
            guard let row = expected, row.place == held.place else { return differences.surplus.note(held.place) }
            if row.hash != held.hash { differences.changed.note(row.place) }
            expected = try next()
        }
        while let row = expected {
            differences.missing.note(row.place)
            expected = try next()
        }
        return differences
    }

    private func next() throws -> PlacedRow? {
        if block.isEmpty {
            let words = min(Self.wordsPerBlock, (spool.count - position) / 8)
            guard words > 0 else { return nil }
            var read = [UInt64](repeating: 0, count: Int(words))
            try read.withUnsafeMutableBytes { try spool.read(at: position, into: $0) }
            position += words * 8
            block = read[...]
        }
        return PlacedRow(place: EntryPlace(number: block.removeFirst()), hash: block.removeFirst())
    }
}

/// Where a row stands, and what tells it from another.
private struct PlacedRow {
    let place: EntryPlace
    let hash: UInt64

    init(place: EntryPlace, hash: UInt64) { (self.place, self.hash) = (place, hash) }

    init?(_ message: UnsafeRawBufferPointer, isFirst: Bool) throws {
        guard var row = CopyRow(message, isFirst: isFirst) else { return nil }
        // Account and day, which are the same of all.
        _ = (try row.next(), try row.next())
        guard let file = try row.nextInt16(), let line = try row.nextInt32() else { return nil }
        place = EntryPlace(fileNumber: file, lineNumber: line)
        var hasher = Hasher()
        hasher.combine(bytes: row.rest)
        hash = UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

/// How the ledger's rows differ from the file's.
struct RowDifferences {
    struct Places {
        private(set) var count: Int64 = 0
        private(set) var first: [EntryPlace] = []
        /// Enough to begin with; whoever repairs them reads the day anew.
        private static let firstMax = 10

        mutating func note(_ place: EntryPlace) {
            count += 1
            if first.count < Self.firstMax { first.append(place) }
        }

        /// `2 rows differ, lines 7, 12`.
        func text(_ one: String, _ many: String) -> String? {
            guard count > 0 else { return nil }
            let lines = first.map { String($0.lineNumber) }.joined(separator: ", ")
            return (count == 1 ? "1 row \(one), line " : "\(count) rows \(many), lines ") + lines
                + (count > Int64(first.count) ? " …" : "")
        }
    }

    var changed = Places()
    /// In the file alone.
    var missing = Places()
    /// In the ledger alone.
    var surplus = Places()

    var first: EntryPlace? {
        (changed.first + missing.first + surplus.first).min { $0.number < $1.number }
    }

    var text: String {
        [
            changed.text("differs", "differ"), missing.text("is missing", "are missing"),
            surplus.text("is in no file", "are in no file"),
        ].compactMap { $0 }.joined(separator: "; ")
    }
}

func differs(_ day: DayInForce, _ files: [BillFile], _ differences: RowDifferences) -> Problem? {
    guard let first = differences.first else { return nil }
    var place = day.place
    let file = Int(first.fileNumber)
    if files.indices.contains(file) { (place.file, place.pot) = (files[file].path, files[file].pot) }
    place.line = Int(first.lineNumber)
    return Problem(
        .billDiffers, "the ledger does not hold the rows of the archived bill", at: place, found: differences.text)
}
