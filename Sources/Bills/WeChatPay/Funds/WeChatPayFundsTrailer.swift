import Vocabulary

/// The totals of a WeChat Pay funds bill: a count of all rows, and count and sum of each direction.
enum WeChatPayFundsTrailer {
    static let shownNames = "资金流水总笔数 …"
    /// Names by which the summary's header is known; the channel writes the first of them first.
    private static let names = ["资金流水总笔数", "收入笔数", "收入金额", "支出笔数", "支出金额"].map { Array($0.utf8) }

    static func begins(in text: inout TextWindow, at offset: Int = 0) throws -> Bool {
        for name in names where try text.matches(name, at: offset) { return true }
        return false
    }

    /// - Parameter mayBeNegative: what flows out may be printed as a negative amount.
    static func check(_ text: inout TextWindow, totals: MovementTotals, mayBeNegative: Bool) throws {
        let trailer = try WeChatPayTrailer(&text, names: shownNames)
        try totals.check(at: text.place)
        func prove(_ name: String, rows: Int64) throws {
            let total = try trailer.count(name, AmountText.countOrDecimal)
            guard let total, total != rows else { return }
            throw trailer.mismatch(name, total: Shown.rows(total), sum: Shown.rows(rows))
        }
        func prove(_ name: String, sumFen: Int64, mayBeNegative: Bool) throws {
            let total = try trailer.amount(name, AmountText.signedFen)
            guard let total, (mayBeNegative ? abs(total) : total) != sumFen else { return }
            throw trailer.mismatch(name, total: Shown.yuan(total), sum: Shown.yuan(sumFen))
        }
        try prove("资金流水总笔数", rows: totals.rows)
        try prove("收入笔数", rows: totals.into.rows)
        try prove("支出笔数", rows: totals.outOf.rows)
        try prove("收入金额", sumFen: totals.into.amountFen, mayBeNegative: false)
        try prove("支出金额", sumFen: totals.outOf.amountFen, mayBeNegative: mayBeNegative)
    }
}
