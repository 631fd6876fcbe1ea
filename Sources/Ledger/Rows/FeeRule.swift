/// What explains the fees of a block, so that they need not be kept one by one.
struct FeeRule {
    /// Parts of 10,000 of what is settled, as `0.60%` is printed.
    var rate: Int32 = 0
    /// Added before the quotient is cut to fen: half of the divisor, or nothing.
    var rounding: Int32 = 0
    /// What the rests are counted in, in 1/100000 yuan.
    var unitE5: Int32 = 1

    static let divisor: Int64 = 10_000
    static let e5PerFen: Int64 = 1000
    /// Beyond it a product might not fit.
    private static let settledMaxFen: Int64 = 100_000_000_000_000

    @inline(__always)
    func feeE5(_ settledFen: Int64) -> Int64 {
        (settledFen &* Int64(rate) &+ Int64(rounding)) / Self.divisor &* Self.e5PerFen
    }

    /// - Parameters:
    ///   - settled: what each moves, without its sign.
    ///   - fees: in 1/100000 yuan, likewise.
    init(_ settled: borrowing IntegerColumn, _ fees: borrowing IntegerColumn) {
        guard fees.least != 0 || fees.greatest != 0 else { return }
        if let rule = Self.rate(settled, fees) {
            self = rule
        } else if (0..<fees.count).allSatisfy({ fees[$0] % Self.e5PerFen == 0 }) {
            unitE5 = Int32(Self.e5PerFen)
        }
    }

    private init(rate: Int32, rounding: Int32) { (self.rate, self.rounding) = (rate, rounding) }

    private static func rate(_ settled: borrowing IntegerColumn, _ fees: borrowing IntegerColumn) -> FeeRule? {
        guard settled.least > -settledMaxFen, settled.greatest > 0, settled.greatest < settledMaxFen else { return nil }
        // The largest tells the rate best.
        guard let largest = (0..<settled.count).first(where: { settled[$0] == settled.greatest }) else { return nil }
        let feeFen = fees[largest] / e5PerFen
        guard feeFen > 0, feeFen <= settled.greatest else { return nil }
        let rate = Int32((feeFen * divisor + settled.greatest / 2) / settled.greatest)
        for rounding: Int32 in [5000, 0] {
            let rule = FeeRule(rate: rate, rounding: rounding)
            if (0..<fees.count).allSatisfy({ fees[$0] == rule.feeE5(settled[$0]) }) { return rule }
        }
        return nil
    }
}
