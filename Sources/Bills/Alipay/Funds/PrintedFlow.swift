import Vocabulary

/// A `#` line of Alipay's with the number of movements in one direction and their sum (AlipayFunds 1).
struct PrintedFlow {
    private let word: AlipayWord
    private let line: Int
    private let rows: Int64
    /// What flows out is printed with either sign.
    private let amountFen: Int64

    /// nil for a line that does not begin with the word.
    init?(
        _ word: AlipayWord, in text: some Collection<UInt8>, _ encoding: AlipayEncoding, line: Int, place: Place
    ) throws {
        let at = place.at(line: line, column: "\(word.name)")
        guard let (rows, rest) = try AlipayComment.rows(of: Array(text), word, encoding, at: at) else { return nil }
        (self.word, self.line, self.rows) = (word, line, rows)
        amountFen = abs(try AlipayComment.sum(.inAll, in: rest, encoding, at: at))
    }

    func prove(_ found: FundsSummary.Flow, place: Place) throws {
        func mismatch(_ what: StaticString, _ total: String, _ sum: String) -> Problem {
            Problem(
                .billTotalMismatch, "the rows do not add up to the file's own total",
                at: place.at(line: line, column: "\(word.name) \(what)"), expected: "\(total) as the file says",
                found: "\(sum) in its rows")
        }
        guard rows == found.rows else { throw mismatch("笔", Shown.rows(rows), Shown.rows(found.rows)) }
        guard amountFen == found.amountFen else {
            throw mismatch("共", Shown.yuan(amountFen), Shown.yuan(found.amountFen))
        }
    }
}
