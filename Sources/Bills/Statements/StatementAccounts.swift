import Vocabulary

/// The account that a statement prints, above its table or in a column of it. Never two: nobody could say whose balance it is.
struct StatementAccounts {
    private var account: [UInt8] = []

    @inline(__always)
    func isKnown(_ cell: Cell) -> Bool { cell.isEmpty || cell.raw.elementsEqual(account) }

    mutating func add(_ cell: Cell, at place: Place) throws {
        if isKnown(cell) { return }
        guard account.isEmpty else {
            throw Problem(
                .billAccountsMixed, "the statement is of two accounts", at: place, expected: "one account in a file",
                found: "a second one")
        }
        account = cell.bytes
    }

    /// Alipay's partner number; an account by a name may be a person's.
    var shown: String? {
        let partnerDigits = 16
        guard account.count >= partnerDigits, account.starts(with: Array("2088".utf8)),
            account.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        // Alipay appends 0156 to every partner number.
        return String(decoding: account.prefix(partnerDigits), as: UTF8.self)
    }
}
