/// Text of exact amounts. Amounts themselves are `Int64` fen (1/100 yuan) under names ending in `Fen`; fees of a bill
/// keep WeChat's five decimals as `Int64` of 1/100000 yuan under names ending in `E5`.
package enum Fen {
    /// Largest amount that is accepted, 10 trillion yuan: far above any bill, far below overflow of a day's sum.
    package static let limitFen: Int64 = 1_000_000_000_000_000
    /// Sums stay below this: no more fits into the `numeric(18,2)` yuan of a view. A thousand largest amounts do.
    package static let sumLimitFen: Int64 = 1_000_000_000_000_000_000

    /// `-12.34`.
    package static func yuan(_ amountFen: Int64) -> String { decimal(amountFen, scale: 2) }
    /// `-0.18000`.
    package static func yuan(e5 amountE5: Int64) -> String { decimal(amountE5, scale: 5) }

    private static func decimal(_ value: Int64, scale: Int) -> String {
        // The magnitude of the least number is no number of its own type.
        let magnitude = String(value.magnitude)
        let digits = String(repeating: "0", count: max(0, scale + 1 - magnitude.count)) + magnitude
        let point = digits.index(digits.endIndex, offsetBy: -scale)
        return (value < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
    }

    /// 1/100000 yuan to fen, half away from zero: 0.005 is 0.01 and -0.005 is -0.01 (Contract 3.3, fees).
    package static func rounded(e5 amountE5: Int64) -> Int64 {
        let magnitude = (amountE5.magnitude + 500) / 1000
        return amountE5 < 0 ? -Int64(magnitude) : Int64(magnitude)
    }
}
