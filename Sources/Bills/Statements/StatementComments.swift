import Vocabulary

/// The `#` lines that Alipay's console writes above and below a table (AlipayFunds 1).
struct StatementComments {
    private let place: Place
    private var above: [(line: Int, text: [UInt8])] = []
    private var isPromised = false
    private var into: PrintedFlow?
    private var outOf: PrintedFlow?

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
        func flow(_ word: AlipayWord) throws -> PrintedFlow? {
            try PrintedFlow(word, in: text, encoding, line: row.line, place: place)
        }
        into = try flow(.intoTotals) ?? into
        outOf = try flow(.outOfTotals) ?? outOf
    }

    /// - Returns: whether there were totals.
    func prove(_ decoder: StatementRowDecoder, lastLine: Int) throws -> Bool {
        try into?.prove(decoder.into, place: place)
        try outOf?.prove(decoder.outOf, place: place)
        let hasTotals = into != nil && outOf != nil
        guard hasTotals || !isPromised else {
            throw Problem(
                .billTruncated, "the statement ends before its totals", at: place.at(line: lastLine),
                expected: "支出合计 and 收入合计")
        }
        return hasTotals
    }
}
