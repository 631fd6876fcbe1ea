/// What a funds bill's trailers say: counts and sums by direction, added up as the rows are printed.
struct FundsAccounting: Sendable {
    struct Flow: Sendable {
        var rows: Int64 = 0
        /// Never negative.
        var amountFen: Int64 = 0
    }

    var into = Flow()
    var outOf = Flow()
    var rows: Int64 { into.rows + outOf.rows }
    var netFen: Int64 { into.amountFen - outOf.amountFen }

    mutating func add(_ amountFen: Int64) {
        if amountFen > 0 {
            into.rows += 1
            into.amountFen += amountFen
        } else {
            outOf.rows += 1
            outOf.amountFen -= amountFen
        }
    }
}
