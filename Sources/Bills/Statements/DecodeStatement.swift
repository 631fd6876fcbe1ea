import Vocabulary

/// Reads a seller's statement: the aggregated account's, the deposit's or Alipay's, told by its columns (SellerStatements). A
/// text in GB18030 or UTF-8, a workbook as XML or xlsx, packed or not: the first bytes tell. Streams the rows in file order to
/// `sink`, and returns the sums once everything is proven: the sink has seen rows by then, and must be able to forget them when
/// this throws. Memory does not grow with the rows.
///
/// - Throws: `Problem` whose code begins with `bill.`, and whatever `sink` throws.
package func decodeStatement(
    _ path: String, limits: BillLimits = BillLimits(), progress: (_ fileBytesDone: Int64) -> Void = { _ in },
    sink: (borrowing StatementRow) throws -> Void
) throws -> StatementSummary {
    try decodeStatement(
        path, limits: limits, blockBytes: TextWindow.defaultBlockBytes, progress: progress, sink: sink)
}

/// The kind of a file that a person has; nil for one that is no such statement, which is told when it is decoded.
package func statementKind(_ path: String, limits: BillLimits = BillLimits()) -> StatementKind? {
    let place = Place(file: Shown.fileName(path))
    guard
        let grid = try? OpenGrid.open(
            path, limits: limits, blockBytes: TextWindow.defaultBlockBytes, place: place)
    else { return nil }
    var reading = StatementReading(grid, place: place)
    while (try? grid.nextSheet()) == true {
        if let header = try? reading.header() { return header.kind }
    }
    return nil
}

/// - Parameter blockBytes: how much of a text is in memory at once; the result does not depend on it.
func decodeStatement(
    _ path: String, limits: BillLimits, blockBytes: Int, progress: (Int64) -> Void,
    sink: (borrowing StatementRow) throws -> Void
) throws -> StatementSummary {
    let place = Place(file: Shown.fileName(path))
    let grid = try OpenGrid.open(path, limits: limits, blockBytes: blockBytes, place: place)
    do {
        var reading = StatementReading(grid, place: place)
        return try reading.read(progress: progress, sink: sink)
    } catch let problem as Problem {
        if !problem.isOfContainer { try grid.proveRest() }
        throw problem
    }
}

/// All tables of a file; one of them is the statement.
private struct StatementReading {
    /// Rows in which a header is looked for: texts and empty rows stand above it.
    private static let rowsAboveMax = 32
    /// Rows between two words on how far it is.
    private static let rowsPerProgress: Int64 = 4096

    private let grid: any Grid
    private let place: Place
    private let row = GridRow()
    private var comments: StatementComments

    init(_ grid: any Grid, place: Place) {
        (self.grid, self.place) = (grid, place)
        comments = StatementComments(place: place)
    }

    mutating func read(
        progress: (Int64) -> Void, sink: (borrowing StatementRow) throws -> Void
    ) throws -> StatementSummary {
        var found: (summary: StatementSummary, place: Place)?
        while try grid.nextSheet() {
            guard let header = try header() else { continue }
            let other = found.flatMap { $0.summary.rows > 0 ? $0.place : nil }
            let summary = try table(header, other: other, progress: progress, sink: sink)
            if summary.rows > 0 || found == nil { found = (summary, grid.place) }
        }
        guard let found else { throw unknown() }
        return found.summary
    }

    /// nil for a table that is no statement.
    mutating func header() throws -> StatementHeader? {
        comments = StatementComments(place: grid.place)
        for _ in 0..<Self.rowsAboveMax {
            guard try grid.next(into: row) else { return nil }
            if StatementComments.isComment(row) {
                comments.addAbove(row)
                continue
            }
            for encoding in grid.encodings {
                guard let header = try StatementHeader(row, encoding, place: grid.place) else { continue }
                grid.expect(header.contents)
                return header
            }
        }
        return nil
    }

    /// - Parameter other: another table of the file that has rows.
    private mutating func table(
        _ header: StatementHeader, other: Place?, progress: (Int64) -> Void,
        sink: (borrowing StatementRow) throws -> Void
    ) throws -> StatementSummary {
        var accounts = StatementAccounts()
        try comments.readAbove(header.encoding, accounts: &accounts)
        var decoder = StatementRowDecoder(header, is1904: grid.is1904, accounts: accounts)
        var isBelow = false
        while try grid.next(into: row) {
            if StatementComments.isComment(row) {
                isBelow = true
                try comments.addBelow(row, header.encoding)
                continue
            }
            if row.count == 0 || row.isEmpty { continue }
            if let other { throw several(other) }
            guard !isBelow else { throw trailing() }
            try sink(try decoder.decode(row))
            if decoder.rows % Self.rowsPerProgress == 0 { progress(grid.fileBytesRead) }
        }
        var summary = try decoder.finish()
        summary.hasTotals = try comments.prove(decoder, lastLine: row.line)
        return summary
    }

    private func trailing() -> Problem {
        Problem(
            .billTrailingText, "there is a row behind the lines that end the statement",
            at: grid.place.at(line: row.line), expected: "the end of the table")
    }

    private func several(_ other: Place) -> Problem {
        Problem(
            .billStatementsSeveral, "the file holds more than one statement", at: grid.place.at(line: row.line),
            expected: "one table with rows", found: "another one in \(other.file ?? "the file")")
    }

    private func unknown() -> Problem {
        Problem(
            .billNotABill, "this is no seller's statement that we know", at: place,
            expected: "a header with the columns of the aggregated account, the deposit or the Alipay account",
            found: "none in the first \(Self.rowsAboveMax) rows", hint: ForeignText.statementForms)
    }
}
