import Vocabulary

/// The summary part 账务汇总: a line for each 类型 and a last one 合计 (AlipayFunds 1). Every count and sum that stands there is
/// proven by the details.
struct AlipayFundsSummary {
    private struct Line {
        let type: [UInt8]
        let place: Place
        /// nil for one that the file does not have.
        var counts: [(column: AlipayWord, rows: Int64?)] = []
        var sums: [(column: AlipayWord, fen: Int64?)] = []
    }

    /// A day's kinds of business, and 合计.
    private static let linesMax = TypeSums.typesMax + 1

    private var lines: [Line] = []
    private var grandTotal: [UInt8]
    private let place: Place

    /// Reads to the end of the text: only then the archive has checked the member.
    init(_ text: inout TextWindow, encoding: AlipayEncoding) throws {
        place = text.place
        grandTotal = AlipayWord.grandTotal.bytes(encoding)
        let header = try Header(
            try text.nextLine() ?? [], lineNumber: text.lineNumber - 1, parentheses: encoding.parentheses, place: place)
        func require(_ word: AlipayWord) throws -> Int {
            try header.require(word.bytes(encoding), called: "\(word.name)")
        }
        let type = try require(.summaryType)
        let counts = try [AlipayWord.intoCount, .outOfCount].map { (word: $0, index: try require($0)) }
        let sums = try [AlipayWord.into, .outOf].map { (word: $0, index: try require($0)) }
        let net = header.index(AlipayWord.netAmount.bytes(encoding))
        while true {
            let number = text.lineNumber
            guard let bytes = try text.nextLine() else { break }
            if bytes.isEmpty || bytes.first == UInt8(ascii: "#") { continue }
            let cells = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            let at = place.at(line: number)
            guard cells.count == header.count, lines.count < Self.linesMax else {
                throw Problem(
                    .billCellsMissing, "a line of the summary does not fit its header", at: at,
                    expected: "\(header.count) cells", found: "\(cells.count)")
            }
            var line = Line(type: SlowCell.with(cells[type]) { $0.trimmed().bytes }, place: at)
            line.counts = try counts.map { ($0.word, try Self.count(cells[$0.index], $0.word, at: at)) }
            line.sums = try sums.map { ($0.word, try Self.sum(cells[$0.index], $0.word, at: at)) }
            if net >= 0 { line.sums.append((.netAmount, try Self.sum(cells[net], .netAmount, at: at))) }
            lines.append(line)
        }
    }

    /// Against all details. Where they do not tell the type of a row, only 合计 can be proven.
    func check(_ types: TypeSums, totals: MovementTotals) throws {
        let hasTypes = types.types.contains { !$0.isEmpty } || totals.rows == 0
        var seen: Set<[UInt8]> = []
        for line in lines {
            guard seen.insert(line.type).inserted else { throw mismatch(line, .summaryType, "one line", "two") }
            if line.type == grandTotal {
                try prove(line, totals)
            } else if hasTypes {
                try prove(line, types.totals(of: line.type))
            }
        }
        guard hasTypes else { return }
        for (type, sums) in zip(types.types, types.sums) where !seen.contains(type) {
            throw Problem(
                .billTotalMismatch, "the summary has no line for a type of the details", at: place,
                expected: "a line for each type", found: "none for one of \(Shown.rows(sums.rows)) rows")
        }
    }

    private func prove(_ line: Line, _ sums: MovementTotals) throws {
        for (count, rows) in zip(line.counts, [sums.into.rows, sums.outOf.rows]) {
            guard let total = count.rows, total != rows else { continue }
            throw mismatch(line, count.column, Shown.rows(total), Shown.rows(rows))
        }
        // What flows out is printed with either sign, the net amount with its own.
        let (into, outOf) = (sums.into.amountFen, sums.outOf.amountFen)
        for (sum, choices) in zip(line.sums, [[into], [outOf, -outOf], [into - outOf]]) {
            guard let total = sum.fen, !choices.contains(total) else { continue }
            throw mismatch(line, sum.column, Shown.yuan(total), Shown.yuan(choices[0]))
        }
    }

    private func mismatch(_ line: Line, _ column: AlipayWord, _ total: String, _ sum: String) -> Problem {
        var at = line.place
        at.column = "\(column.name)"
        return Problem(
            .billTotalMismatch, "the rows do not add up to the summary's own total", at: at,
            expected: "\(total) as the summary says", found: "\(sum) in the rows")
    }

    private static func count(_ text: ArraySlice<UInt8>, _ word: AlipayWord, at place: Place) throws -> Int64? {
        try value(
            text, word, .billBadCount, "digits", at: place, parse: AmountText.countOrDecimal, shown: Shown.count)
    }

    private static func sum(_ text: ArraySlice<UInt8>, _ word: AlipayWord, at place: Place) throws -> Int64? {
        try value(
            text, word, .billBadAmount, "yuan with two decimals", at: place, parse: AmountText.signedFen,
            shown: Shown.amount)
    }

    private static func value(
        _ text: ArraySlice<UInt8>, _ word: AlipayWord, _ code: ProblemCode, _ expected: String, at place: Place,
        parse: (Cell) -> Int64?, shown: (Cell) -> String
    ) throws -> Int64? {
        let read = SlowCell.with(text) { cell in
            let trimmed = cell.trimmed()
            return (isEmpty: trimmed.isEmpty, value: parse(trimmed), shown: shown(trimmed))
        }
        if read.isEmpty { return nil }
        if let value = read.value { return value }
        var at = place
        at.column = "\(word.name)"
        throw Problem(
            code, "a number of the summary is not of the form that the channel uses", at: at, expected: expected,
            found: read.shown)
    }
}
