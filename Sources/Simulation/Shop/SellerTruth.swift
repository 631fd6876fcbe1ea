import Vocabulary

// What must be found once all three statements are there.
extension SellerMonth {
    package struct ClassSum: Hashable, Sendable {
        package var pot: SellerPot
        package var name: String
        package var rows: Int64
        package var amountFen: Int64
    }

    /// Every yuan of each statement in one class, as `recon.month_money` shows it.
    package var classes: [ClassSum] {
        var sums: [SellerPot: [String: ClassSum]] = [:]
        func add(_ pot: SellerPot, _ name: String, _ fen: Int64) {
            var sum = sums[pot]?[name] ?? ClassSum(pot: pot, name: name, rows: 0, amountFen: 0)
            sum.rows += 1
            sum.amountFen += fen
            sums[pot, default: [:]][name] = sum
        }
        for row in movements {
            add(row.pot, row.truth, row.amountFen)
            if row.isMirrored { add(.alipay, "copy", row.amountFen) }
        }
        return SellerPot.allCases.flatMap { pot in (sums[pot] ?? [:]).values.sorted { $0.name < $1.name } }
    }

    package func rows(of pot: SellerPot) -> Int64 { classes.reduce(0) { $0 + ($1.pot == pot ? $1.rows : 0) } }
    package func netFen(of pot: SellerPot) -> Int64 {
        classes.reduce(0) { $0 + ($1.pot == pot ? $1.amountFen : 0) }
    }

    /// nil where the file has none.
    package func openingFen(of pot: SellerPot) -> Int64? { hasBalances ? Self.openingFen[pot] : nil }
    package func closingFen(of pot: SellerPot) -> Int64? { openingFen(of: pot).map { $0 + netFen(of: pot) } }
}
