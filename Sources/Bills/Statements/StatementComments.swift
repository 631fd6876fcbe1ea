import Vocabulary

/// The `#` lines that Alipay's console writes above and below a table (AlipayFunds 1).
struct StatementComments {
    private struct Flow {
        let line: Int
        let rows: Int64
        let amountFen: Int64
    }

    private let place: Place
    private var above: [(line: Int, text: [UInt8])] = []
    private var isPromised = false
    private var into: Flow?
    private var outOf: Flow?

    init(place: Place) { self.place = place }

    static func isComment(_ row: GridRow) -> Bool { row[0].count > 0 && row[0][0] == UInt8(ascii: "#") }

    /// The encoding is known when the header is.
    mutating func addAbove(_ row: GridRow) { above.append((row.line, row[0].bytes)) }

    /// What stands above the table.
    mutating func readAbove(_ encoding: AlipayEncoding, accounts: inout StatementAccounts) throws {
        for (line, text) in above {
            if AlipayComment.end(of: .accountDetails, in: text[...], encoding) != nil { isPromised = true }
            if let account = AlipayComment.account(text, encoding: encoding), !account.isEmpty {
                try SlowCell.with(Array(account.utf8)) { cell in
                    Result { try accounts.add(cell, at: place.at(line: line)) }
                }.get()
            }
        }
    }

    mutating func addBelow(_ row: GridRow, _ encoding: AlipayEncoding) throws {
        let text = row[0].bytes
        func flow(_ word: AlipayWord) throws -> Flow? {
            let at = place.at(line: row.line, column: "\(word.name)")
            guard let (rows, rest) = try AlipayComment.rows(of: text, word, encoding, at: at) else { return nil }
            return Flow(
                line: row.line, rows: rows, amountFen: abs(try AlipayComment.sum(.inAll, in: rest, encoding, at: at)))
        }
        into = try flow(.intoTotals) ?? into
        outOf = try flow(.outOfTotals) ?? outOf
    }

    /// - Returns: whether there were totals.
    func prove(_ decoder: StatementRowDecoder, lastLine: Int) throws -> Bool {
        if let into { try prove(into, .intoTotals, decoder.into) }
        if let outOf { try prove(outOf, .outOfTotals, decoder.outOf) }
        let hasTotals = into != nil && outOf != nil
        guard hasTotals || !isPromised else {
            throw Problem(
                .billTruncated, "the statement ends before its totals", at: place.at(line: lastLine),
                expected: "支出合计 and 收入合计")
        }
        return hasTotals
    }

    private func prove(_ total: Flow, _ word: AlipayWord, _ rows: FundsSummary.Flow) throws {
        func mismatch(_ what: StaticString, _ total: String, _ sum: String, _ line: Int) -> Problem {
            Problem(
                .billTotalMismatch, "the rows do not add up to the statement's own total",
                at: place.at(line: line, column: "\(word.name) \(what)"), expected: "\(total) as the statement says",
                found: "\(sum) in its rows")
        }
        guard total.rows == rows.rows else {
            throw mismatch("笔", Shown.rows(total.rows), Shown.rows(rows.rows), total.line)
        }
        guard total.amountFen == rows.amountFen else {
            throw mismatch("共", Shown.yuan(total.amountFen), Shown.yuan(rows.amountFen), total.line)
        }
    }
}
